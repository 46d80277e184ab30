import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The folders that implement what people do and see. The folders that they import must not import them. */
const features = ['people', 'to-matrix', 'to-rocketchat', 'hooks', 'commands', 'api', 'admin'];

/** For each folder of src, the folders that its files must not import. */
const forbidden = {
	matrix: ['rocketchat', 'store', 'delivery', ...features],
	rocketchat: ['matrix', 'store', 'delivery', ...features],
	store: ['rocketchat', 'delivery', ...features],
	delivery: features,
	plan: ['matrix', 'rocketchat', 'store', 'delivery', ...features],
	people: features.filter((folder) => folder !== 'people'),
	'to-matrix': ['hooks', 'commands', 'api', 'admin'],
	'to-rocketchat': ['to-matrix', 'hooks', 'commands', 'api', 'admin'],
};
const zones = Object.entries(forbidden).flatMap(([target, sources]) =>
	sources.map((from) => ({
		target: `./src/${target}`,
		from: `./src/${from}`,
		except: target === 'store' && from === 'rocketchat' ? ['./ids.ts'] : [],
	})),
);

/** Globals that app code must not use. */
const hidden = ['globalThis', 'global', 'window', 'setImmediate', 'Deno'].map((name) => ({
	name,
	message: 'The engine hides this name from the code of apps.',
}));
const process = { name: 'process', message: 'Deno throws where app code reads the environment.' };

/** Tables without logic, which may be longer than 300 lines. */
const dataFiles = ['src/convert/emoji/emoji-map.ts', 'sandbox/workspace/settings/definitions.ts'];

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
			'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{
					allowAny: false,
					allowBoolean: false,
					allowNever: false,
					allowNullish: false,
					allowNumber: true,
					allowRegExp: false,
				},
			],
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
			'no-restricted-globals': ['error', ...hidden, process],
		},
	},
	{
		// Ends the app's process, which no accessor of the engine does.
		files: ['src/rocketchat/lost-engine.ts'],
		rules: { 'no-restricted-globals': ['error', ...hidden] },
	},
	{
		files: ['FederationApp.ts', 'src/**/*.ts', 'sandbox/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
		ignores: dataFiles,
		rules: { 'max-lines': ['error', { max: 300, skipComments: true }] },
	},
	// Converters are pure functions. From other folders of src they import types only.
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
							message: 'A converter is pure; from other folders it imports types only.',
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
