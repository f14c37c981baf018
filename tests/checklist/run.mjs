// Reads and writes a project in every format for each line of standard input, which holds `{text, guide}` as JSON.
import { chosen, ChecklistError, read, toArr, toJson, toLatex, toMarkdown } from "../../docs/assets/checklist-formats.mjs";

const answer = ({ text, guide }) => {
  try {
    const { project, changes } = read(text, guide);
    const formats = [toJson, toMarkdown, toLatex, toArr].map((write) => write(guide, project));
    return { formats, changes, chosen: chosen(guide, project.selection).map((one) => one.id) };
  } catch (error) {
    if (error instanceof ChecklistError) return { error: error.message };
    throw error;
  }
};

let rest = "";
for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) console.log(JSON.stringify(answer(JSON.parse(line))));
}
