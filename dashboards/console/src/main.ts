import { askSession } from './shell/session.js';
import { startLive } from './live/index.js';
import { listenToKeys } from './shell/keys.js';
import { followLinks } from './shell/router.js';
import { startSound } from './shell/sound.js';
import './shell/theme.js';
import './shell/shell.js';

startLive();
followLinks();
listenToKeys();
startSound();
void askSession();
