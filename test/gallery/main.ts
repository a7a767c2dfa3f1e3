// Runs in the browser: the elements that draw Discord's messages and buttons.
import '@skyra/discord-components-core';
