import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { looksInside } from './api/early';
import { session } from './api/session.svelte';
import { speech } from './i18n/index.svelte';
import { emailLink, firstLink, invitationLink, pairingLink, passwordLink } from './shell/first-link.svelte';
import { router } from './shell/router.svelte';
import { theme } from './shell/theme.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

for (const link of [firstLink, passwordLink, emailLink, invitationLink, pairingLink]) link.start();
theme.start();
router.start();
void session.look();
// Else a wheel would be drawn first, only to be replaced: what stands around the pages is on its way already.
const around = looksInside() ? import('./shell/Inside.svelte').catch(() => null) : null;
await Promise.all([speech.start(), around]);
mount(App, { target });
