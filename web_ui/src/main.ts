import { mount } from 'svelte';
import Door from './Door.svelte';
import './style/index.css';

const target = document.getElementById('page');
if (target === null) throw new Error('index.html has no element with the id "page".');
mount(Door, { target });
