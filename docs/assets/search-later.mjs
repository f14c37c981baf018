// @ts-check
// The theme asks for the search index, most of what a page weighs, as soon as a page is there. Here that request waits
// until someone turns to the search, or comes from it to a page where what was found is to be highlighted.
// Not loaded as a module: it has to run before the theme's script does.
{
  const open = XMLHttpRequest.prototype.open;
  /** @this {XMLHttpRequest} @param {string} method @param {string | URL} address */
  XMLHttpRequest.prototype.open = function (method, address) {
    open.call(this, method, address, true);
    const field = document.querySelector(".md-search__input");
    const asked = document.activeElement === field || new URLSearchParams(location.search).has("h");
    if (!`${address}`.endsWith("/search/search_index.json") || asked || !field) return;
    this.send = () => {
      const send = () => {
        if (this.readyState === XMLHttpRequest.OPENED) XMLHttpRequest.prototype.send.call(this);
        for (const type of ["focus", "pointerenter"]) field.removeEventListener(type, send);
      };
      for (const type of ["focus", "pointerenter"]) field.addEventListener(type, send);
    };
  };
}
