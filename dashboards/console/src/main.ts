import { askSession } from './shell/session.js';
import { onReturn, startLive } from './live/index.js';
import { forgetPlants } from './shell/city.js';
import { listenToKeys } from './shell/keys.js';
import { followLinks } from './shell/router.js';
import { startSound } from './shell/sound.js';
import './shell/theme.js';
import './shell/shell.js';

// Before any screen asks again.
onReturn(forgetPlants);
startLive();
followLinks();
listenToKeys();
startSound();
void askSession();
