// @ts-check
// Stands in for Web Workers in the offline edition: a page that was opened from disk may not start one. The worker's
// script runs in a frame that nobody sees, on the page's own thread, and talks to the page as a worker does.

/** The part of a Worker that Material's search uses: messages to the script, and messages from it. */
class FrameWorker extends EventTarget {
  /** What the page said before the script was there. @type {unknown[]} */
  #waiting = [];
  /** Where the script runs, once it is there. @type {Window | null} */
  #inside = null;

  /** @param {string | URL} address */
  constructor(address) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = "Search";
    // Firefox puts a new document into the frame before it says that the frame is there, so nothing is done earlier.
    frame.addEventListener("load", () => this.#fill(frame, address), { once: true });
    document.body.append(frame);
  }

  /** @param {unknown} data */
  postMessage(data) {
    if (this.#inside) say(this.#inside, data);
    else this.#waiting.push(data);
  }

  /** @param {HTMLIFrameElement} frame @param {string | URL} address */
  #fill(frame, address) {
    const inside = frame.contentWindow;
    if (!inside) return;
    inside.postMessage = (/** @type {unknown} */ data) => say(this, data);
    const script = inside.document.createElement("script");
    script.src = String(address);
    script.addEventListener("load", () => {
      this.#inside = inside;
      for (const data of this.#waiting.splice(0)) say(inside, data);
    });
    inside.document.head.append(script);
  }
}

/**
 * Hands over a message in a turn of its own, as between threads.
 * @param {EventTarget} target @param {unknown} data
 */
const say = (target, data) => {
  setTimeout(() => target.dispatchEvent(new MessageEvent("message", { data })));
};

Object.defineProperty(globalThis, "Worker", { value: FrameWorker, configurable: true });
