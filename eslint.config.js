import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** docs: the directions of dependency. What stands on the left may import nothing of what stands on the right. */
const forbidden = {
	matrix: [
		'rocketchat',
		'store',
		'delivery',
		'people',
		'to-matrix',
		'to-rocketchat',
		'commands',
		'api',
		'admin',
	],
	rocketchat: [
		'matrix',
		'store',
		'delivery',
		'people',
		'to-matrix',
		'to-rocketchat',
		'commands',
		'api',
		'admin',
	],
	store: ['rocketchat', 'delivery', 'people', 'to-matrix', 'to-rocketchat', 'commands', 'api', 'admin'],
	delivery: ['people', 'to-matrix', 'to-rocketchat', 'commands', 'api', 'admin'],
	plan: [
		'matrix',
		'rocketchat',
		'store',
		'delivery',
		'people',
		'to-matrix',
		'to-rocketchat',
		'commands',
		'api',
		'admin',
	],
	'to-matrix': ['commands', 'api', 'admin'],
	people: ['to-matrix', 'to-rocketchat', 'commands', 'api', 'admin'],
	'to-rocketchat': ['to-matrix', 'commands', 'api', 'admin'],
};
const zones = Object.entries(forbidden).flatMap(([target, sources]) =>
	sources.map((from) => ({ target: `./src/${target}`, from: `./src/${from}` })),
);

export default tseslint.config(
	{ ignores: ['dist', '.sandbox', 'node_modules'] },
	js.configs.recommended,
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
		plugins: { 'import-x': importX },
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		settings: {
			...importX.flatConfigs.typescript.settings,
			'import-x/resolver-next': [createTypeScriptImportResolver()],
		},
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
			eqeqeq: 'error',
		},
	},
	{
		files: ['FederationApp.ts', 'src/**/*.ts'],
		rules: {
			'no-console': 'error',
			'no-restricted-globals': [
				'error',
				...['globalThis', 'global', 'window', 'process', 'setImmediate', 'Deno'].map((name) => ({
					name,
					message: 'The engine hides it from app code.',
				})),
			],
		},
	},
	// Converters are pure: they import one another and types, nothing else of src.
	...[
		{ files: ['src/convert/*.ts'], outside: '../*' },
		{ files: ['src/convert/*/*.ts'], outside: '../../*' },
		{ files: ['src/convert/*/*/**/*.ts'], outside: '../../../*' },
	].map(({ files, outside }) => ({
		files,
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							group: [outside],
							allowTypeImports: true,
							message: 'Converters are pure: types only.',
						},
					],
				},
			],
		},
	})),
	{
		files: ['test/**/*.ts'],
		rules: { '@typescript-eslint/no-unused-expressions': 'off' },
	},
);
