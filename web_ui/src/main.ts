import { mount } from 'svelte';
import Door from './Door.svelte';
import './style/index.css';
import { textSize } from './text_size/text_size.svelte';

const target = document.getElementById('page');
if (target === null) throw new Error('index.html has no element with the id "page".');
textSize.apply();
mount(Door, { target });
