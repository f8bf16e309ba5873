// @bun
// src/git/git-refs.ts
function headIn(read, gitDirectory, commonDirectory) {
  let text = read(`${gitDirectory}/HEAD`)?.trim() ?? "";
  if (isCommit(text))
    return { branch: null, head: text };
  let ref = text.startsWith("ref: ") ? text.slice(5) : "";
  if (!isBranchRef(ref))
    return null;
  let head = read(`${commonDirectory}/${ref}`)?.trim() ?? packed(read(`${commonDirectory}/packed-refs`), ref);
  return { branch: ref.slice(11), head: isCommit(head) ? head : null };
}
function isBranchRef(ref) {
  if (!ref.startsWith("refs/heads/") || ref.length === 11)
    return !1;
  for (let index = 0;index < ref.length; index += 1) {
    let code = ref.charCodeAt(index);
    if (code <= 32 || code === 127)
      return !1;
  }
  return !`${ref}/`.includes("/../") && !ref.endsWith("/.invalid");
}
function packed(text, ref) {
  if (text === null)
    return "";
  let all = `
${text}
`, end = all.indexOf(` ${ref}
`);
  return end < 0 ? "" : all.slice(all.lastIndexOf(`
`, end) + 1, end);
}
function isCommit(text) {
  if (text.length !== 40 && text.length !== 64)
    return !1;
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57) && !(code >= 97 && code <= 102))
      return !1;
  }
  return !0;
}

export { headIn };
