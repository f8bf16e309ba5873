/** Keeps the token where only this origin, port included, reads it, and goes to the page. */
const token = document.querySelector<HTMLMetaElement>("meta[name=token]")?.content ?? "";
sessionStorage.setItem("hive-token", token);
location.replace("/");
