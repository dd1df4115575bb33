// Starts ReDoc; apart from the page, so that the policy needs no inline script.

// ReDoc asks another host for a logo. The policy would refuse it, and the console complain: here no
// image asks another host at all, and ReDoc takes the logo away, as it does when it is not found.
const image = HTMLImageElement.prototype;
const source = Object.getOwnPropertyDescriptor(image, "src");
const setAttribute = image.setAttribute;
const ours = (address) => {
  const { origin, protocol } = new URL(address, location.href);
  return origin === location.origin || protocol === "data:" ? address : "data:,";
};
Object.defineProperty(image, "src", {
  ...source,
  set(address) {
    source.set.call(this, ours(address));
  },
});
image.setAttribute = function (name, value) {
  setAttribute.call(this, name, name === "src" ? ours(value) : value);
};

Redoc.init("/openapi.json", { nativeScrollbars: true }, document.getElementById("redoc"));
