// Who may import whom in the page. The areas meet in App.svelte and Door.svelte and nowhere else.
const AREAS = 'header|answers|see|hear|robot|do|recipes|why|building|teach|lesson|lessons|join|classroom|pupil|room';

/** Everything in `from` may import itself, packages, and what `allowed` names. */
function only(from, allowed) {
  const own = [from, ...allowed].map((folder) => `^src/(${folder})/`);
  return {
    name: `${from} imports only ${allowed.join(', ') || 'itself'}`,
    severity: 'error',
    from: { path: `^src/${from}/`, pathNot: '\\.test\\.ts$' },
    to: { path: '^src/', pathNot: own },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('network', []),
    only('protocol', ['network']),
    only('text', []),
    only('focus', []),
    only('text_size', ['text']),
    only('pretend', ['text']),
    only('switch', []),
    only('frames', ['network']),
    only('models', ['frames', 'network']),
    only('watch', ['models', 'frames']),
    only('learn', ['watch', 'models', 'frames', 'network']),
    only('any_page', ['learn', 'models']),
    only('tuning', ['watch', 'models', 'frames', 'protocol', 'text']),
    only('see', ['tuning', 'watch', 'models', 'frames', 'pretend', 'switch', 'protocol', 'text', 'text_size']),
    only('hear', ['tuning', 'watch', 'models', 'frames', 'pretend', 'switch', 'protocol', 'text']),
    only('answers', ['models', 'frames', 'protocol', 'text']),
    only('teach', ['watch', 'learn', 'models', 'frames', 'protocol', 'text', 'focus']),
    only('lesson', ['text']),
    only('do', ['pretend', 'protocol', 'text']),
    ...AREAS.split('|')
      .filter((area) => !['answers', 'see', 'hear', 'do', 'teach', 'lesson'].includes(area))
      .map((area) => only(area, ['protocol', 'text', 'text_size', 'focus', ...(area === 'header' ? ['network'] : [])])),
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
