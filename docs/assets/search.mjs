// @ts-check
// Stands between the theme's search and its worker: the index is fetched when someone turns to the search, and not
// before; a query goes to the worker without the words that say nothing; and a word that is found nowhere is asked for
// again, as one that may be mistyped. What the worker finds, and in which order, is the theme's. The index stands
// compressed on the host.
// Not loaded as a module: it has to run before the theme's script does.
{
  /** @typedef {{ location: string, terms: Record<string, boolean> }} Item */
  /** @typedef {{ items: Item[][], suggest?: string[] }} Result the items of a page stand together */
  /** @typedef {{ type: number, data?: any }} Message */
  const [READY, QUERY, RESULT] = [1, 2, 3]; // the types of the theme's messages

  /** The words of a question that say nothing of what is looked for. */
  const LITTLE = new Set(
    ("a about am an and any are as at be been being but by can could did do does doing don for from get had has have " +
      "having he her here his how i if in into is it its just let may me might most much many must my need no nor not " +
      "of on or our ought shall she should so some such than that the their them then there these they this those to " +
      "too us very was we were what when where whether which while who whom whose why will with would you your").split(" "),
  );
  const OPERATOR = /[*^~]|(?:^|\s)[+-]\S|\b(?:tags|text|title):/; // of a query in the language of the search itself

  /**
   * The words of a text that tell what is looked for; all of them if none does.
   * @param {string} text
   */
  const wordsOf = (text) => {
    const whole = text.replace(/\bLLME\W?(\d+)/gi, (_, number) => `LLME ${number.padStart(3, "0")}`); // `llme 8`
    const all = whole.match(/[\p{L}\p{N}]+/gu) ?? [];
    const telling = all.filter((word) => !LITTLE.has(word.toLowerCase()) && /..|\p{N}/u.test(word));
    return telling.length ? telling : all;
  };

  /**
   * What a word begins with in its other forms: `labels`, `labelled`, `labelling`.
   * @param {string} word
   */
  const stemOf = (word) => {
    const stem = word.replace(/(?:ies|ing|e[ds]?|s)$/i, "");
    return stem.length < 4 ? word : stem;
  };

  /** What the search is asked, and what it is asked again where a word was found nowhere. */
  class Question {
    /** @param {string} query @param {(result: Result) => void} tell */
    constructor(query, tell) {
      this.tell = tell;
      this.isPlain = !OPERATOR.test(query);
      const words = this.isPlain ? wordsOf(query) : [];
      /** What is asked for, by the form in which the worker knows it: the word that was typed. */
      this.words = new Map(words.map((word) => [stemOf(word).toLowerCase(), word]));
      const last = words.length - 1;
      // The theme finds what begins with a word. Two letters begin too much, once they are all of it.
      const parts = words.map((word, place) => (word.length < 3 && place < last ? `${word}^1` : `${word}^1 ${stemOf(word)}`));
      this.text = parts.join(" ") || query;
    }

    /** The question with other spellings of what was found nowhere; null if there is nothing more to ask. @param {Result} result */
    again({ items }) {
      const found = items.flat().map(({ terms }) => terms);
      const isLost = (/** @type {string} */ stem) =>
        !found.some((terms) => terms[stem]) && (!found.length || found.some((terms) => terms[stem] === false));
      const lost = [...this.words].filter(([stem, word]) => isLost(stem) && /^\p{L}{4,}$/u.test(word));
      if (!lost.length) return null;
      for (const [stem] of lost) this.words.delete(stem);
      return [...this.words.keys(), ...lost.map(([, word]) => `${word}~1`)].join(" ");
    }

    /** Tells the result; the words that a page has or lacks are those that were typed. @param {Result} result */
    answer(result) {
      for (const item of this.isPlain ? result.items.flat() : []) item.terms = this.typed(item.terms);
      this.tell(result);
    }

    /** What the theme names as missing, and has marked on the page that it leads to. @param {Item["terms"]} terms */
    typed(terms) {
      /** @type {Item["terms"]} */
      const typed = {};
      for (const [term, there] of Object.entries(terms)) {
        const word = this.words.get(term)?.toLowerCase();
        if (there && !(word && terms[word])) typed[term] = true;
        else if (word) typed[word] = there;
      }
      return typed;
    }
  }

  const Inner = globalThis.Worker;
  /** @type {(search: SearchWorker) => void} */
  let begin;
  /** @type {Promise<SearchWorker>} */
  const begun = new Promise((resolve) => { begin = resolve; });

  /** The part of a Worker that the theme's search uses. */
  class SearchWorker extends EventTarget {
    /** What the worker has still to answer; it does so in turn. @type {{ question: Question, isFirst: boolean }[]} */
    #asked = [];

    /** @param {string | URL} address */
    constructor(address) {
      super();
      this.inner = new Inner(address);
      this.inner.addEventListener("message", ({ data }) => this.#hear(data));
    }

    /** @param {Message} message */
    postMessage(message) {
      if (message.type !== QUERY) this.inner.postMessage(message);
      else this.ask(new Question(message.data, (data) => this.#say({ type: RESULT, data })));
    }

    /** @param {Question} question */
    ask(question, text = question.text, isFirst = true) {
      this.#asked.push({ question, isFirst });
      this.inner.postMessage({ type: QUERY, data: text });
    }

    /** @param {Message} message */
    #hear(message) {
      if (message.type === READY) begin(this);
      const answered = message.type === RESULT && this.#asked.shift();
      if (!answered) return this.#say(message);
      const { question, isFirst } = answered;
      // Who has typed on since then waits for another answer already.
      const more = isFirst && !this.#asked.length && question.again(message.data);
      if (more) this.ask(question, more, false);
      else question.answer(message.data);
    }

    /** @param {Message} data */
    #say(data) {
      this.dispatchEvent(new MessageEvent("message", { data }));
    }
  }

  Object.defineProperty(globalThis, "Worker", { value: SearchWorker, configurable: true });

  /**
   * How many pages of the guide a query finds. The index is fetched for it.
   * @param {string} query
   * @returns {Promise<number>}
   */
  const count = async (query) => {
    fetchIndex();
    const search = await begun;
    return new Promise((resolve) => search.ask(new Question(query, ({ items }) => resolve(items.length))));
  };

  /**
   * The text of a file of JSON that stands compressed on the host. Some hosts say so to the browser, which has
   * decompressed it then. Rejects where it cannot be had.
   * @param {string} address
   */
  const unpacked = async (address) => {
    const answer = await fetch(address);
    const bytes = await answer.blob();
    const start = new Uint8Array(await bytes.slice(0, 2).arrayBuffer());
    const isPacked = start[0] === 0x1f && start[1] === 0x8b;
    const text = await (isPacked ? new Response(bytes.stream().pipeThrough(new DecompressionStream("gzip"))) : bytes).text();
    if (!answer.ok || !/^[[{]/.test(text)) throw new Error(`${address} is not what it should be`);
    return text;
  };

  Object.assign(globalThis, { guideSearch: { count, stemOf, unpacked, wordsOf } }); // for the finder and the references

  let fetchIndex = () => {};

  /**
   * Fetches the index for the theme's request when someone turns to the search. Where that fails it says so, and tries
   * again when someone types or turns to it again.
   * @param {XMLHttpRequest} request @param {string} address
   */
  const answer = (request, address) => {
    const told = document.querySelector(".md-search-result__meta");
    let isAsked = false;
    fetchIndex = async () => {
      if (isAsked) return;
      isAsked = true;
      try {
        const index = new Blob([await unpacked(`${address}.gz`)]);
        Object.defineProperties(request, { status: { value: 200 }, response: { value: index } });
        request.dispatchEvent(new ProgressEvent("load"));
      } catch {
        isAsked = false;
        if (told) told.textContent = "The search cannot be loaded. Type again to retry.";
      }
    };
    const field = document.querySelector(".md-search__input");
    for (const type of ["focus", "pointerenter", "input"]) field?.addEventListener(type, () => fetchIndex());
    if (document.activeElement === field || new URLSearchParams(location.search).has("h")) fetchIndex();
  };

  const open = XMLHttpRequest.prototype.open;
  /** @this {XMLHttpRequest} @param {string} method @param {string | URL} address */
  XMLHttpRequest.prototype.open = function (method, address) {
    open.call(this, method, address, true);
    if (`${address}`.endsWith("/search/search_index.json")) this.send = () => answer(this, `${address}`);
  };
}
