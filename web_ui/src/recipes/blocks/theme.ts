/** Blocks of cardboard: see is blue, do orange, the recipe itself violet; text is paper. */
import * as Blockly from 'blockly/core';

export const cardboard = Blockly.Theme.defineTheme('tjbot', {
  name: 'tjbot',
  base: Blockly.Themes.Zelos,
  startHats: false,
  blockStyles: {
    cardboard_see: { colourPrimary: '#0c4f9c', colourSecondary: '#c6dcf3', colourTertiary: '#083768', hat: '' },
    cardboard_do: { colourPrimary: '#f5942f', colourSecondary: '#ffe3c2', colourTertiary: '#94430a', hat: '' },
    cardboard_recipe: { colourPrimary: '#5b2a9d', colourSecondary: '#e2d6f4', colourTertiary: '#331360', hat: '' },
    cardboard_paper: { colourPrimary: '#fbf2de', colourSecondary: '#fff8e8', colourTertiary: '#9d7347', hat: '' },
    cardboard_unknown: { colourPrimary: '#8c8378', colourSecondary: '#d9d2c8', colourTertiary: '#55504a', hat: '' },
  },
  categoryStyles: { cardboard_see: { colour: '#0c4f9c' }, cardboard_do: { colour: '#f5942f' }, cardboard_recipe: { colour: '#5b2a9d' } },
  componentStyles: {
    workspaceBackgroundColour: '#fbf2de',
    toolboxBackgroundColour: '#efdcbd',
    toolboxForegroundColour: '#2b1a0b',
    flyoutBackgroundColour: '#e2c69d',
    flyoutForegroundColour: '#2b1a0b',
    flyoutOpacity: 1,
    scrollbarColour: '#9d7347',
    insertionMarkerColour: '#2b1a0b',
    insertionMarkerOpacity: 0.35,
    selectedGlowColour: '#b79be0',
  },
  fontStyle: { family: "'Nunito Variable', 'Trebuchet MS', sans-serif", weight: '700', size: 13 },
});
