import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './api/session.svelte';
import { speech } from './i18n/index.svelte';
import { arrivalLink } from './shell/arrival-link.svelte';
import { firstLink } from './shell/first-link.svelte';
import { router } from './shell/router.svelte';
import { theme } from './shell/theme.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

firstLink.start();
arrivalLink.start();
theme.start();
router.start();
void session.look();
await speech.start();
mount(App, { target });
