/** Making elements without HTML text. */

/**
 * @param {string} tag  @param {Record<string, unknown>} [properties] properties of the element; `data` is its dataset
 * @param {...(Node | string | null | false)} children
 */
export function make(tag, { data = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/**
 * Puts `wanted` in the place of what stands there and touches only what differs: where somebody reads, scrolls or has
 * the focus nothing moves, and a screen reader says what is new alone. Not for elements that listen to anything.
 * @param {Element} place  @param {Node[]} wanted
 */
export function renew(place, wanted) {
  const standing = [...place.childNodes];
  wanted.forEach((one, index) => {
    const old = standing[index];
    if (!old) place.append(one);
    else if (isAlike(old, one)) renew(old, [...one.childNodes]);
    else if (!old.isEqualNode(one)) old.replaceWith(one);
  });
  standing.slice(wanted.length).forEach((old) => old.remove());
}

/** Whether two elements are the same but for what they hold. */
const isAlike = (old, one) => old instanceof Element && one instanceof Element && old.cloneNode(false).isEqualNode(one.cloneNode(false));
