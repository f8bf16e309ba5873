// @bun
// src/model/attended.ts
function attendedIn(session) {
  let attended = session?.wasAttended ?? session?.isAttended;
  return typeof attended === "boolean" ? attended : null;
}

export { attendedIn };
