"""Changes of a title, a Do or a Don't: honest ones, with a kind that carries them, and such as a kind must not carry.

Each row has the kind, the text before, and the text after; `-` begins one on a Don't.
"""

HONEST = """
wording | Log every decsion that you make. | Log every decision that you make.
wording | Recieve consent from people. | Receive consent from people.
wording | Documnet the data. | Document the data.
wording | Publish the the results. | Publish the results.
wording | Ask people first and read the terms. | Ask people first, and read the terms.
wording | Ask people first; read the terms. | Ask people first, read the terms!
wording | Respect labor and behavior of annotators. | Respect labour and behaviour of annotators.
wording | Analyze and organize the data. | Analyse and organise the data.
wording | Minimize harm to marginalized groups. | Minimise harm to marginalised groups.
wording | Check the license of the catalog. | Check the licence of the catalogue.
wording | Label what was modeled. | Label what was modelled.
wording | Respect privacy, consent and copyright. | Respect consent, copyright and privacy.
wording | Measure energy, water and carbon for each run. | Measure carbon, energy and water for each run.
wording | Ask annotators, users and regulators. | Ask users, regulators and annotators.
wording | For each release, write a model card. | Write a model card for each release.
wording | Before you collect data, ask people. | Ask people before you collect data.
wording | Write a datasheet for the dataset. | Write a data sheet for the data set.
wording | Send an e-mail to the authors. | Send an email to the authors.
wording | Report two numbers. | Report 2 numbers.
wording | Keep 1,000 of them, or ten percent. | Keep 1000 of them, or 10 per cent.
wording | You must log it. | You have to log it.
wording | - Don't report a number. | Do not report a number.
wording | - You cannot share it. | You can't share it.
wording | Log the decisions which you make. | Log the decisions that you make.
wording | Tell the people who label the data. | Tell people who label data.
wording | Test the model's outputs. | Test the outputs of the model.
wording | Use “plain” words. | Use "plain" words.
wording | Read `robots.txt` first. | Read robots.txt first.
wording | Say what you did – and why. | Say what you did, and why.
wording | Keep logs for twenty-five days. | Keep logs for 25 days.
wording | Keep the data for one year. | Keep the data for 1 year.
wording | - Do not share the data with third parties | Do not share data with third parties.
wording | Train on-site. | Train on site.
wording | Ask for informed consent. | Ask for Informed Consent.
wording | Ensure that outputs are safe. | Make sure that outputs are safe.
wording | Test prior to release. | Test before release.
wording | Write a model card, such as the template. | Write a model card, for example the template.
wording | Log what you decide and the reasons for it. | Log what you decide and the reasons.
clarified | Engage the communities that your project affects. | Involve the communities that your project affects.
clarified | Ask folk about their data. | Ask people about their data.
clarified | Utilise plain language in the notice. | Use plain language in the notice.
clarified | Ascertain who labelled the data. | Find out who labelled the data.
clarified | Stay watchful at every stage of the pipeline. | Stay vigilant at every stage of the pipeline.
clarified | Disclose the sources of the training data. | State the sources of the training data.
clarified | Log each decision. | Log every decision.
clarified | Tell people what you do with their data. | Tell people plainly what you do with their data.
clarified | Explain how the model was trained. | Explain clearly how the model was trained.
clarified | Report failures of the model. | Report failures of the model, such as wrong names.
clarified | Say which groups the data leave out. | Say which groups the data leave out (for example older people).
clarified | Compensate annotators for their time. | Pay annotators for their time.
clarified | Remunerate annotators fairly for their labour. | Pay annotators fairly for their work.
clarified | Look beyond benchmarks with audits, attacks and red teams | Look beyond benchmarks with audits, trials and red teams
clarified | - Do not commence training without a plan for harm. | Do not start training without a plan for harm.
clarified | - Do not endeavour to hide the limits of the model. | Do not work to hide the limits of the model.
clarified | - Never rely on the judgement of a sole expert group. | Never rely on the judgement of a single expert group.
clarified | Anonymise records before you store them. | Pseudonymise records before you store them.
clarified | Test the system with people who will use it. | Try out the system with people who will use it.
clarified | Give annotators a channel to complain. | Give annotators a way to complain.
clarified | Choose metrics that fit the task at hand. | Choose metrics that suit the task at hand.
clarified | Name a person who answers questions about the data. | Name someone who answers questions about the data.
clarified | - Do not treat silence as agreement to collect. | Do not take silence as consent to collect.
clarified | Set out in the paper the limits of the model. | Write in the paper the limits of the model.
clarified | Verify that the licence permits research. | Check that the licence allows research.
clarified | You must log decisions about data. | You shall record decisions about data.
clarified | Retain logs for 30 days. | Keep logs for 30 days.
strengthened | Ask people. | Ask people in writing.
strengthened | Answer within 30 days. | Answer within 14 days.
strengthened | Ask at least two people. | Ask at least three people.
strengthened | Log decisions unless they are small. | Log decisions.
strengthened | You should log decisions. | You must log decisions.
strengthened | Log names, and ask. | Log names, and ask, and never share them.
strengthened | Look at it yearly. | Look at it monthly.
weakened | Ask at least three people. | Ask at least two people.
weakened | Log all decisions. | Log important decisions.
weakened | You must log it. | You may log it.
wording | Cite the sources you used. | Cite the sources that you used.
wording | Make sure the data is clean. | Make sure that the data are clean.
wording | Report accuracy, recall, and precision. | Report accuracy, recall and precision.
wording | Write: what it does, and why. | Write what it does and why.
wording | Keep your logs. | Keep logs.
wording | Inform participants, who may leave. | Inform participants who may leave.
wording | Consult an IRB. | Consult an IRB!
clarified | Annotators should be paid. | Annotators ought to be paid.
wording | Adress the needs of users. | Address the needs of users.
wording | Acknowledge uncertanty in results. | Acknowledge uncertainty in results.
wording | Publish the evaluation protocoll. | Publish the evaluation protocol.
wording | Check color contrast. | Check colour contrast.
wording | Prioritize safety. | Prioritise safety.
wording | Write a post-mortem. | Write a postmortem.
wording | Use opensource tools. | Use open-source tools.
wording | Ask the users' opinion. | Ask the opinion of the users.
wording | When you release a model, say who paid. | Say who paid when you release a model.
wording | Test on English, Hausa and Tamil. | Test on Tamil, English and Hausa.
wording | Log the run, the seed and the date. | Log the date, the run and the seed.
clarified | Consult affected groups on the design. | Talk to affected groups about the design.
clarified | Mitigate harms to bystanders. | Lessen harms to bystanders.
clarified | Elicit feedback from speakers. | Ask for feedback from speakers.
strengthened | Give credit to annotators. | Name annotators in the credits.
strengthened | Document the provenance of data. | Document where data come from.
clarified | Assess the likely misuse of a model. | Weigh the likely misuse of a model.
clarified | - Do not overclaim what the model does. | Do not exaggerate what the model does.
clarified | - Do not assume that users know the limits. | Do not take for granted that users know the limits.
clarified | Appoint a contact for complaints. | Choose a contact for complaints.
clarified | Obtain ethics approval for the study. | Get ethics approval for the study.
clarified | Examine outputs for slurs by hand. | Read outputs for slurs by hand.
strengthened | Define fairness before you measure it. | Say what fairness means before you measure it.
clarified | Report how many annotators disagreed. | State how many annotators disagreed.
clarified | Present results per group. | Show results per group.
clarified | Refrain from naming individuals. | Avoid naming individuals.
clarified | Each dataset needs an owner. | Every dataset needs an owner.
strengthened | Share the code and data with reviewers. | Give reviewers the code and data.
wording | Cite sources: papers, reports, laws. | Cite sources: laws, papers, reports.
wording | State the model's licence. | State the licence of the model.
wording | Store data securly. | Store data securely.
wording | Tell people, in plain words, what you do. | Tell people in plain words what you do.
wording | Ask at least 3 people. | Ask at least three people.
wording | Train, test, and release with care. | Train, test and release with care.
strengthened | Solicit views from annotators. | Ask annotators for views.
clarified | Safeguard the data against leaks. | Guard the data against leaks.
clarified | Monitor the system once deployed. | Watch the system once deployed.
clarified | Justify every exclusion from the sample. | Give a reason for every exclusion from the sample.
strengthened | - Do not neglect minority languages. | Do not forget minority languages.
clarified | - Do not conflate accuracy with fairness. | Do not confuse accuracy with fairness.
strengthened | Ask people. | Ask people, and record the answers.
"""

# None of these may be called what it is called here.
HOSTILE = """
wording | Keep logs for 30 days. | Keep logs for 30 years.
clarified | Keep logs for 30 days. | Keep logs for 30 years.
clarified | Keep logs for 30 years. | Keep logs for 30 days.
strengthened | Keep logs for 30 years. | Keep logs for 30 days.
strengthened | Answer within 30 days. | Answer within 30 years.
strengthened | Answer within a week. | Answer within a month.
strengthened | Answer within two hours. | Answer within two days.
strengthened | Answer within 1.5 days. | Answer within 1.9 days.
strengthened | Keep the error within 1.5. | Keep the error within 1.9.
strengthened | Keep the error below 0.05. | Keep the error below 0.5.
clarified | Keep the error within 1.5. | Keep the error within 1.9.
wording | Keep the offset at +5. | Keep the offset at -5.
clarified | Keep the offset at +5. | Keep the offset at -5.
clarified | Keep the offset at 5. | Keep the offset at −5.
clarified | Keep the offset at 5. | Keep the offset at ±5.
clarified | Train on at least 1 million texts. | Train on at least 1 billion texts.
strengthened | Train on at most a million texts. | Train on at most a billion texts.
strengthened | Ask at least one million people. | Ask at least one thousand people.
clarified | Use 5 million tokens. | Use 5 billion tokens.
clarified | Ask a dozen people. | Ask a couple of people.
strengthened | Ask a dozen people. | Ask a couple of people.
strengthened | Ask at least a dozen people. | Ask at least a couple of people.
clarified | Check two thirds of the labels. | Check two tenths of the labels.
strengthened | Check at least two thirds of the labels. | Check at least two tenths of the labels.
clarified | Check a third of the labels. | Check a tenth of the labels.
wording | Check it twice. | Check it once.
clarified | Check it twice. | Check it once.
clarified | Check the labels twice. | Check the labels.
wording | Let people opt in to the collection. | Let people opt out of the collection.
clarified | Let people opt in to the collection. | Let people opt out of the collection.
strengthened | Let people opt in to the collection. | Let people opt out of the collection.
clarified | Ask them to opt in first. | Ask them to opt out first.
wording | Let people correct models. | Let models correct people.
clarified | Let people correct models. | Let models correct people.
clarified | Let annotators judge authors. | Let authors judge annotators.
clarified | Tell reviewers about authors. | Tell authors about reviewers.
clarified | Put safety over speed. | Put speed over safety.
wording | Put safety before speed. | Put speed before safety.
clarified | Put safety before speed. | Put speed before safety.
clarified | Choose privacy rather than profit. | Choose profit rather than privacy.
clarified | Ask, then collect. | Collect, then ask.
clarified | First ask, then test. | First test, then ask.
clarified | Value people, not metrics. | Value metrics, not people.
clarified | Give people data. | Give data people.
wording | Allow people to leave. | Forbid people to leave.
clarified | Allow people to leave. | Forbid people to leave.
strengthened | Allow people to leave. | Forbid people to leave.
clarified | Permit access to logs. | Prohibit access to logs.
strengthened | Keep the records private. | Keep the records public.
clarified | Keep the records private. | Keep the records public.
clarified | Include small groups in the sample. | Exclude small groups from the sample.
strengthened | Include small groups. | Exclude small groups.
wording | Ask before you collect. | Ask after you collect.
clarified | Ask before you collect. | Ask after you collect.
clarified | Use more data from small groups. | Use less data from small groups.
clarified | State the minimum age. | State the maximum age.
clarified | Increase the share of reviewed texts. | Decrease the share of reviewed texts.
strengthened | Increase the share of reviewed texts. | Decrease the share of reviewed texts.
clarified | Accept complaints from users. | Reject complaints from users.
wording | Train with consent. | Train without consent.
clarified | Train with consent. | Train without consent.
strengthened | Train with consent. | Train without consent.
clarified | Enable logging in the demo. | Disable logging in the demo.
clarified | You ought to log it. | You are free to log it.
strengthened | You ought to log it. | You are free to log it.
clarified | Logging is mandatory for releases. | Logging is welcome for releases.
strengthened | Logging is mandatory for releases. | Logging is welcome for releases.
clarified | Make sure that outputs are safe. | Hope that outputs are safe.
strengthened | Make sure that outputs are safe. | Hope that outputs are safe.
clarified | Ensure consent from people. | Seek consent from people.
strengthened | Log it. | Try to log it.
clarified | Log it. | Aim to log it.
strengthened | Log decisions. | Feel free to log decisions.
strengthened | Log decisions. | You are welcome to log decisions.
strengthened | Log decisions. | You might want to log decisions.
strengthened | Log decisions. | Ideally, log decisions.
strengthened | Log decisions. | Log decisions where possible.
strengthened | Log decisions. | Log some decisions.
strengthened | Log decisions. | Rarely log decisions.
clarified | Log decisions. | Sometimes log decisions.
clarified | Log decisions. | Log failed decisions.
clarified | Log decisions. | Log decisions about money.
clarified | Log decisions. | Log decisions if they matter.
clarified | Log decisions. | Log decisions when asked.
clarified | Log all failed decisions. | Log all decisions.
clarified | Log decisions in writing. | Log decisions.
clarified | Ask people for written consent. | Ask people for consent.
clarified | Only share aggregated data. | Share aggregated data.
clarified | Share data only with partners. | Share data with partners.
clarified | Share data with partners. | Share data with partners and advertisers.
clarified | Log names and dates. | Log names or dates.
strengthened | Log names and dates. | Log names or dates.
strengthened | Log all decisions. | Log most decisions.
strengthened | Log every decision. | Log important decisions.
strengthened | Always log decisions. | Usually log decisions.
strengthened | You must log decisions. | You should log decisions.
strengthened | You must log decisions. | You can log decisions.
clarified | You should log decisions. | You may log decisions.
strengthened | Log names. | Do not log names.
strengthened | Never log names. | Log names.
clarified | - Do not log names. | Do log names.
clarified | - Do not log names. | Do not log names without consent.
strengthened | - Do not log names. | Do not log names without consent.
strengthened | - Do not log names. | Do not log names unless you need them.
strengthened | - Do not rely on one metric. | Do not rely on one metric alone.
strengthened | - Do not log names. | Do not only log names.
clarified | - Do not log any names. | Do not log some names.
clarified | - Do not train on data from children. | Do not train on data from adults and children.
clarified | Publish the results. | Hide the results.
strengthened | Publish the results. | Withhold the results.
clarified | Disclose the funding. | Conceal the funding.
clarified | Delete the data after the project. | Keep the data after the project.
clarified | Retain the logs of the demo. | Erase the logs of the demo.
clarified | Trust the labels of annotators. | Distrust the labels of annotators.
clarified | Report harmful outputs of the model. | Report harmless outputs of the model.
clarified | Choose legal sources for training. | Choose illegal sources for training.
clarified | Use a representative sample of speakers. | Use an unrepresentative sample of speakers.
clarified | Treat groups fairly in the test. | Treat groups unfairly in the test.
clarified | Explain direct harms of the model. | Explain indirect harms of the model.
clarified | Encourage questions from annotators. | Discourage questions from annotators.
clarified | Raise the pay of annotators. | Lower the pay of annotators.
clarified | Reduce the energy of training. | Raise the energy of training.
clarified | Minimise the risk to people. | Maximise the risk to people.
clarified | Prefer open models for research. | Prefer closed models for research.
clarified | Support external audits of the model. | Support internal audits of the model.
clarified | Ask the majority of speakers. | Ask the minority of speakers.
clarified | Document the strengths of the model. | Document the weaknesses of the model.
clarified | Test the best case of the system. | Test the worst case of the system.
clarified | Make participation voluntary for students. | Make participation compulsory for students.
clarified | Pay for voluntary work. | Pay for mandatory work.
clarified | Approve releases after the audit. | Reject releases after the audit.
clarified | Start training after the review. | Stop training after the review.
clarified | Add names to the records. | Remove names from the records.
clarified | Share data from people with vendors. | Share data from vendors with people.
clarified | Send the logs from the demo to people. | Send the logs to the demo from people.
clarified | Share your data with them. | Share their data with you.
clarified | Decisions are made by people. | Decisions are made for people.
clarified | Send warnings to annotators. | Send warnings from annotators.
strengthened | Wait until the review ends. | Wait.
clarified | Wait until the review ends. | Wait if the review ends.
clarified | Test above the threshold. | Test below the threshold.
clarified | Keep the error < 5. | Keep the error > 5.
clarified | Keep the error ≤ 5. | Keep the error ≥ 5.
clarified | Keep 5 or more copies. | Keep 5 or fewer copies.
strengthened | Keep at least 5 copies. | Keep at most 5 copies.
clarified | Keep at least 5 copies. | Keep 5 copies.
strengthened | Keep at least 5 copies. | Keep 5 copies.
strengthened | Keep at least 5.5 copies. | Keep at least 5.1 copies.
strengthened | Miss no more than 3 days. | Miss no more than 4 days.
strengthened | Answer no later than 3 days after a complaint. | Answer no later than 9 days after a complaint.
strengthened | Answer in up to 3 days. | Answer in up to 5 days.
strengthened | Look at it weekly. | Look at it yearly.
strengthened | Look at it every week. | Look at it every year.
strengthened | Look at it daily. | Look at it monthly.
strengthened | Look again each month. | Look again each year.
strengthened | Look again every 3 weeks. | Look again every 3 months.
strengthened | Ask three annotators for each text. | Ask two annotators for each text.
clarified | Ask three annotators for each text. | Ask four annotators for each text.
clarified | Ask three annotators for each text. | Ask annotators for each text.
clarified | Ask annotators for each text. | Ask three annotators for each text.
clarified | Sample 10% of the texts. | Sample 1% of the texts.
clarified | Sample 10% of the texts. | Sample 10 of the texts.
clarified | Keep files below 5 MB. | Keep files below 5 GB.
strengthened | Keep files below 5 MB. | Keep files below 5 GB.
clarified | Pay at least $15. | Pay at least $5.
clarified | Pay at least $15. | Pay at least €15.
clarified | Keep a distance of 5 km. | Keep a distance of 5 m.
clarified | Ask five hundred people. | Ask five thousand people.
strengthened | Ask more than 100 people. | Ask more than 10 people.
clarified | Ask half of the people. | Ask a quarter of the people.
clarified | Ask everybody in the team. | Ask somebody in the team.
strengthened | Ask everybody in the team. | Ask somebody in the team.
strengthened | Ask all communities. | Ask certain communities.
clarified | Ask both parents. | Ask either parent.
clarified | Ask the first annotator. | Ask the last annotator.
clarified | Ask people instead of models. | Ask models instead of people.
clarified | Act despite complaints. | Act against complaints.
clarified | Do enough tests. | Do too many tests.
clarified | Log what went wrong. | Log what went right.
clarified | Ignore pressure from sponsors. | Heed pressure from sponsors.
clarified | - Do not ignore complaints. | Do not heed complaints.
strengthened | - Do not ignore complaints. | Ignore complaints.
wording | Test the causal effect of prompts. | Test the casual effect of prompts.
wording | Proscribe such uses of the model. | Prescribe such uses of the model.
wording | Use formal language in the notice. | Use former language in the notice.
wording | Ask people about data. | Ask models about data.
wording | Involve the communities. | Engage the communities.
wording | Protect children from harm. | Protect companies from harm.
wording | Log the decision carefully. | Log the decision.
wording | Log the decision. | Log the decision carefully.
wording | Pay annotators fairly. | Pay annotators.
wording | Publish data and code. | Publish data.
clarified | Publish data and code. | Publish data.
strengthened | Publish data and code. | Publish data.
strengthened | Ask people first, and read the terms of use. | Ask people first.
clarified | Ask people first. | Ask people.
clarified | Involve users early in the design. | Involve users late in the design.
clarified | Test the model offline with users. | Test the model online with users.
clarified | Report upper limits of the error. | Report lower limits of the error.
clarified | Prefer qualitative methods for this. | Prefer quantitative methods for this.
clarified | Write the notice in simple words. | Write the notice in complex words.
clarified | Restrict access to the weights. | Widen access to the weights.
clarified | Tighten access to the weights. | Loosen access to the weights.
clarified | Turn on the filter of the demo. | Turn off the filter of the demo.
clarified | Leave logging switched on. | Leave logging switched off.
clarified | Scale up the audits of the team. | Scale down the audits of the team.
strengthened | Refuse requests for names. | Grant requests for names.
clarified | Insist on consent from people. | Wish for consent from people.
strengthened | Require consent from people. | Request consent from people.
strengthened | Guarantee a right to leave. | Promise a right to leave.
strengthened | Consent is compulsory for all data. | Consent is optional for all data.
strengthened | Consent is needed for all data. | Consent is preferred for all data.
clarified | Collect data with people. | Collect data against people.
clarified | Speak for the annotators. | Speak against the annotators.
clarified | The developer asks the annotator. | The annotator asks the developer.
clarified | Protect users from vendors. | Protect vendors from users.
clarified | Compare humans to models. | Compare models to humans, and trust humans.
wording | Ask users and models of risk. | Ask users of models of risk.
wording | Publish code and data. | Publish code with data.
strengthened | Log decisions and reasons, and share them with users. | Log decisions.
clarified | Answer within 30 days. | Answer in 30 weeks.
strengthened | Answer within 10 working days. | Answer within 20 working days.
clarified | Pay the minimum wage. | Pay the average wage.
clarified | Pay a living wage. | Pay a wage.
strengthened | Test in at least ten languages. | Test in at least five languages.
strengthened | Test in ten languages or more. | Test in five languages or more.
strengthened | Store data for no longer than 6 months. | Store data for no longer than 18 months.
strengthened | Delete data after 6 months. | Delete data after 16 months.
strengthened | Audit the model every quarter. | Audit the model every year.
strengthened | Audit quarterly. | Audit annually.
strengthened | Audit twice a year. | Audit once a year.
clarified | Audit twice a year. | Audit twice a decade.
clarified | Set temperature to -0.5. | Set temperature to 0.5.
clarified | Use 10^6 samples. | Use 10^9 samples.
clarified | Limit loss to 1e-3. | Limit loss to 1e-2.
clarified | Sample one in ten. | Sample one in a hundred.
clarified | Cover 95 percent of users. | Cover 59 percent of users.
clarified | Ask every third user. | Ask every tenth user.
strengthened | Ask hundreds of people. | Ask dozens of people.
strengthened | Ask several people. | Ask a person.
clarified | Ask thousands of people. | Ask hundreds of people.
clarified | Humans must review machines. | Machines must review humans.
clarified | The board reviews the team. | The team reviews the board.
clarified | Keep humans above systems. | Keep systems above humans.
clarified | Prefer consent to anonymity. | Prefer anonymity to consent.
clarified | Move data from the lab to the cloud. | Move data from the cloud to the lab.
clarified | Weigh benefit against harm. | Weigh harm against benefit.
clarified | Trade speed for safety. | Trade safety for speed.
clarified | Train on public data, test on private data. | Train on private data, test on public data.
clarified | Publish code but not data. | Publish data but not code.
strengthened | Publish code and data. | Publish code but not data.
clarified | Share weights under a licence. | Share weights without a licence.
clarified | Disallow scraping of forums. | Allow scraping of forums.
clarified | Block harmful prompts. | Permit harmful prompts.
clarified | Prevent misuse of the model. | Enable misuse of the model.
clarified | Stop the study when harm occurs. | Continue the study when harm occurs.
clarified | Notify users of changes. | Never notify users of changes.
clarified | Keep annotators anonymous. | Keep annotators identifiable.
clarified | Allow annotators to skip items. | Require annotators to skip items.
clarified | Make logs accessible to users. | Make logs inaccessible to users.
clarified | Use reliable labels. | Use unreliable labels.
clarified | Treat disagreement as signal. | Treat disagreement as noise.
clarified | Be transparent about funding. | Be opaque about funding.
clarified | Slow down the release. | Speed up the release.
clarified | Lower the barrier to complaints. | Raise the barrier to complaints.
clarified | Strengthen oversight of models. | Weaken oversight of models.
clarified | Protect whistleblowers in the team. | Punish whistleblowers in the team.
clarified | Avoid harm to users. | Cause harm to users.
strengthened | Avoid harm to users. | Accept harm to users.
strengthened | Obtain consent. | Consider consent.
strengthened | Obtain consent. | Obtain consent when convenient.
strengthened | Obtain consent. | Obtain consent if asked.
strengthened | Obtain consent. | Obtain consent, if at all possible.
strengthened | Obtain consent. | Obtain consent or explain why not.
strengthened | Obtain consent. | Obtain consent as far as you can.
strengthened | Obtain consent. | In general, obtain consent.
strengthened | Obtain consent. | Obtain consent in most cases.
strengthened | Obtain consent. | It is nice to obtain consent.
strengthened | Obtain consent. | You need not obtain consent.
strengthened | Obtain consent. | Obtaining consent is not required.
strengthened | Obtain consent. | Obtaining consent is unnecessary.
strengthened | Obtain consent. | Obtain consent only from adults.
clarified | Obtain consent. | Obtain consent from adults.
clarified | Obtain written consent. | Obtain oral consent.
clarified | Obtain explicit consent. | Obtain implicit consent.
clarified | Obtain consent before training. | Obtain consent during training.
strengthened | You are required to report it. | You are invited to report it.
strengthened | Reporting is obligatory for harms. | Reporting is encouraged for harms.
strengthened | Reporting is expected for harms. | Reporting is optional for harms.
clarified | Never deploy untested models. | Rarely deploy untested models.
strengthened | - Never deploy untested models. | Rarely deploy untested models.
strengthened | - Do not deploy untested models. | Try not to deploy untested models.
strengthened | - Do not deploy untested models. | Do not deploy untested models in hospitals.
strengthened | - Do not deploy untested models. | Do not deploy untested models often.
strengthened | - Do not share or sell data. | Do not sell data.
clarified | - Do not share or sell data. | Do not sell data.
strengthened | - Do not share any data. | Do not share all data.
strengthened | - Do not collect more than you need. | Do not collect more than you want.
clarified | - Nobody may see the raw data. | Anybody may see the raw data.
clarified | - Do not exceed 5 queries. | Do not exceed 9 queries.
strengthened | - Do not exceed 5 queries. | Do not exceed 9 queries.
strengthened | - Do not keep data for more than 5 days. | Do not keep data for more than 9 days.
strengthened | - Do not keep data longer than 5 days. | Do not keep data longer than 9 days.
wording | Inform users. | Inform vendors.
wording | Ask for permission. | Ask for forgiveness.
wording | Report uncertainty. | Report certainty.
wording | Get consent of the users. | Get content of the users.
wording | Count votes of annotators. | Count notes of annotators.
wording | Review the policy. | Review the police.
wording | Save the logs. | Share the logs.
wording | Cite related work. | Cite dated work.
strengthened | Inform the board within two weeks. | Inform the board within a fortnight and a half year.
strengthened | Review at least 50% of outputs. | Review at least 5% of outputs.
strengthened | Review outputs at least once a day. | Review outputs at least once a week.
strengthened | Respond in under an hour. | Respond in under a day.
strengthened | Keep 3 backups. | Keep 2 backups.
strengthened | Keep at least three backups. | Keep about three backups.
clarified | Keep logs for a minimum of 90 days. | Keep logs for a maximum of 90 days.
strengthened | Keep logs for a minimum of 90 days. | Keep logs for a maximum of 90 days.
clarified | Wait 5 minutes. | Wait 5 seconds.
clarified | Allow up to 0.1 bits of leakage. | Allow up to 1 bit of leakage.
clarified | Use a learning rate of 0.01. | Use a learning rate of 0.1.
clarified | Give users three choices. | Give users choices.
clarified | Do this with caution. | Do this without caution.
clarified | Assume the worst. | Assume the best.
clarified | Let users delete their data. | Let users keep their data.
clarified | Users decide what developers see. | Developers decide what users see.
clarified | Let the affected speak for experts. | Let experts speak for the affected.
clarified | The model serves the user. | The user serves the model.
clarified | Adapt the model to the people. | Adapt the people to the model.
clarified | Judge the method by the outcome. | Judge the outcome by the method.
clarified | Treat failure as a lesson. | Treat a lesson as failure.
clarified | Train on A and evaluate on B. | Train on B and evaluate on A.
strengthened | You need consent. | You want consent.
strengthened | Logging has to happen. | Logging could happen.
strengthened | Do log decisions. | Don't log decisions.
strengthened | Tell users. | Tell users, or do not.
strengthened | Tell users. | Tell users unless it is costly.
strengthened | Tell all users. | Tell users.
strengthened | Tell users immediately. | Tell users eventually.
strengthened | Tell users. | Tell few users.
strengthened | Fully document it. | Partially document it.
clarified | Be specific. | Be general.
clarified | Always ask. | Never ask.
strengthened | Always ask. | Never ask.
clarified | Avoid bias. | Embrace bias.
strengthened | Avoid bias. | Ignore bias.
clarified | Seek dissent. | Avoid dissent.
strengthened | Publish all results, positive or negative. | Publish positive results.
strengthened | Report negative results too. | Report negative results rarely.
clarified | Disclose conflicts of interest. | Hide conflicts of interest.
clarified | Credit the annotators by name. | Blame the annotators by name.
wording | Audit the model. | Audio the model.
wording | Share the model with peers. | Sell the model with peers.
wording | Share the results. | Share the result's summary.
"""


def rows(text: str) -> list[tuple[str, str, str, str]]:
    """The kind, the field and the two texts of each row."""
    found = []
    for line in text.strip().splitlines():
        kind, before, after = line.split(" | ")
        found.append((kind, "dont" if before.startswith("- ") else "do", before.removeprefix("- "), after))
    return found
