// Asks this browser for a passkey, and sends what it answers with an ordinary form, so that it is
// taken or refused like any other. Pages say in a sentence what this does where it does not run.
(() => {
  "use strict";
  const able = typeof window.PublicKeyCredential === "function" && !!navigator.credentials;
  for (const way of document.querySelectorAll("[data-passkey-way]")) way.hidden = !able;
  for (const needs of document.querySelectorAll("[data-passkey-needs]")) needs.hidden = able;
  const form = document.querySelector("form[data-passkey]");
  if (!able || form === null) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const makes = form.dataset.passkey === "create";
  const publicKey = JSON.parse(form.dataset.options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (makes) publicKey.user.id = bytes(publicKey.user.id);
  for (const one of publicKey.excludeCredentials ?? []) one.id = bytes(one.id);

  // What the device answers, in letters that a form can carry.
  const said = ({ id, rawId, type, response }) => {
    const parts = makes
      ? { attestationObject: text(response.attestationObject) }
      : {
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
          userHandle: response.userHandle ? text(response.userHandle) : null,
        };
    parts.clientDataJSON = text(response.clientDataJSON);
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  };

  const stopped = document.querySelector("[data-passkey-stopped]");
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    stopped.hidden = true;
    try {
      const credentials = navigator.credentials;
      const answer = await (makes ? credentials.create({ publicKey }) : credentials.get({ publicKey }));
      form.elements.namedItem("answer").value = said(answer);
      form.submit();
    } catch {
      // It was waved away, or waited too long, or there is none: whoever is here can ask again.
      stopped.hidden = false;
      asking = false;
    }
  };
  form.addEventListener("submit", (pressed) => {
    pressed.preventDefault();
    void ask();
  });
  // Whoever pressed a button to come in need not press another. A page that was left and is shown
  // again waits to be asked.
  const shownAgain = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (!makes && !shownAgain) void ask();
})();
