// Node's own HTTP client is loaded before undici, which would else become the global one in its place. discord.js sends
// files through the global one, and undici's takes no FormData of Node's.
void globalThis.FormData;
