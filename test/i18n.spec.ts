import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { announcement } from '../src/commands/federation-command';
import { subcommands } from '../src/commands/subcommands';
import { errorKinds } from '../src/errors';
import { parse } from '@rocket.chat/message-parser';
import { textsFor, translate, workspaceTexts, type TextKey } from '../src/i18n';
import { engineSettings } from '../src/settings';

type Table = Readonly<Record<TextKey, string>>;

const folder = new URL('../i18n/', import.meta.url);
const tableOf = (code: string) => JSON.parse(readFileSync(new URL(`${code}.json`, folder), 'utf8')) as Table;

const texts = tableOf('en');
const keys = Object.keys(texts) as readonly TextKey[];

/** @returns the addresses of the links in a part of a message, as Rocket.Chat's own parser reads it */
function linksIn(part: unknown): string[] {
	if (typeof part !== 'object' || part === null) {
		return [];
	}
	const { type, value } = part as { type?: unknown; value?: { src: { value: string } } };
	return type === 'LINK' && value ? [value.src.value] : Object.values(part).flatMap(linksIn);
}

describe('texts', () => {
	it('exist for every label, description, section and choice of the settings', () => {
		for (const { i18nLabel, i18nDescription, section, values = [] } of engineSettings) {
			expect(texts).to.include.keys(
				i18nLabel,
				i18nDescription ?? '',
				section ?? '',
				...values.map((choice) => choice.i18nLabel),
			);
		}
	});

	it('exist for every error and for the help of every subcommand', () => {
		expect(texts).to.include.keys(...Object.values(errorKinds).map(({ text }) => text));
		expect(texts).to.include.keys(...subcommands.map(({ help }) => help));
		expect(texts).to.include.keys(announcement.i18nDescription, announcement.i18nParamsExample);
	});

	it('insert parameters and leave unknown ones visible', () => {
		expect(translate('error_user_unknown', { server: 'x.org', user: '@b:x.org' })).to.equal(
			'`x.org` knows nobody with the id `@b:x.org`. Please check the spelling.',
		);
		expect(translate('error_user_unknown', { server: 'x.org' })).to.include('{{user}}');
	});

	const counted: readonly [language: string, none: string, one: string, two: string][] = [
		['en', '0 days', '1 day', '2 days'],
		['de', '0 Tage', '1 Tag', '2 Tage'],
		['es', '0 días', '1 día', '2 días'],
		['fr', '0 jour', '1 jour', '2 jours'],
		['pt-PT', '0 dia', '1 dia', '2 dias'],
		['tlh', '0 days', '1 day', '2 days'],
	];
	for (const [language, ...expected] of counted) {
		it(`have the word that "${language}" has for the number`, () => {
			const found = [0, 1, 2].map(
				(days) =>
					/\d [^\d\s.,]+/.exec(translate('messages_too_old', { count: '', days }, language))?.[0],
			);
			expect(found).to.deep.equal(expected);
		});
	}

	it('with a word for one and one for more show the number as well, under a name that English has', () => {
		const wrong = ['en', ...translations.map(({ code }) => code)].flatMap((code) => {
			const table = tableOf(code);
			return keys.filter((key) =>
				[...table[key].matchAll(/\{\{(\w+)\|/g)].some(
					([, name = '']) => !`${table[key]} ${texts[key]}`.includes(`{{${name}}}`),
				),
			);
		});
		expect(wrong).to.deep.equal([]);
	});

	it('have no link in Rocket.Chat but those that they name, although `chat` is a domain', () => {
		const links = keys
			.filter((key) => !key.startsWith('setting_'))
			.flatMap((key) => linksIn(parse(textsFor({}, { language: 'en' })(key))));
		expect(links.filter((link) => !/^https?:/.test(link))).to.deep.equal([]);
	});

	it('keep the name of Rocket.Chat in a parameter, and in what people on Matrix read', () => {
		const workspace = { language: 'en' };
		const parameters = { url: 'https://Rocket.Chat' };
		expect(textsFor({}, workspace)('error_workspace_elsewhere', parameters)).to.include(parameters.url);
		expect(workspaceTexts(workspace)('leave_deleted')).to.include('Rocket.Chat');
	});

	it('let no parameter end the code span around it', () => {
		expect(translate('dm_opened', { user: '@`[x](//evil.org)`:b' })).to.include("`@'[x](//evil.org)':b`");
	});
});

describe('languages', () => {
	it('are English and these, each in a file of its own', () => {
		expect(readdirSync(folder).sort()).to.deep.equal([
			'de.json',
			'en.json',
			'es.json',
			'fr.json',
			'pt-BR.json',
		]);
	});

	const matches: readonly [language: string, code: string][] = [
		['de', 'de'],
		['en', 'en'],
		['es', 'es'],
		['fr', 'fr'],
		['pt-BR', 'pt-BR'],
		['pt-br', 'pt-BR'],
		['DE', 'de'],
		['pt', 'pt-BR'],
		['pt-PT', 'pt-BR'],
		['de-AT', 'de'],
		['de-IN', 'de'],
		['es-419', 'es'],
		['fr-CA', 'fr'],
		['en-GB', 'en'],
		['zh-TW', 'en'],
		['tlh', 'en'],
		['den', 'en'],
		['d', 'en'],
		['', 'en'],
		['constructor', 'en'],
	];
	for (const [language, code] of matches) {
		it(`answers in ${code} to those who have chosen "${language}"`, () => {
			expect(translate('help_plan', {}, language)).to.equal(tableOf(code).help_plan);
		});
	}

	it('are those of the reader, otherwise of the workspace', () => {
		const workspace = { language: 'fr' };
		const chosen = { settings: { preferences: { language: 'es' } } };
		expect(textsFor(chosen, workspace)('help_help')).to.equal('muestra esta lista o qué hace un comando');
		expect(textsFor({ settings: { preferences: { language: '' } } }, workspace)('help_help')).to.equal(
			'affiche cette liste, ou ce que fait une commande',
		);
		expect(textsFor({ settings: { preferences: {} } }, workspace)('help_help')).to.equal(
			'affiche cette liste, ou ce que fait une commande',
		);
	});
});

/** Texts that are the same as in English in every language: typed parameters, and the term for the server. */
const sameEverywhere = ['command_parameters', 'section_homeserver'];

const translations: readonly { readonly code: string; readonly sameAsEnglish: readonly string[] }[] = [
	// These languages use the English words for some kinds of files, and French for avatars.
	{ code: 'de', sameAsEnglish: [...sameEverywhere, 'file_video', 'file_sticker'] },
	{ code: 'es', sameAsEnglish: [...sameEverywhere, 'file_audio', 'file_sticker'] },
	{ code: 'fr', sameAsEnglish: [...sameEverywhere, 'feature_avatar', 'file_image', 'file_audio'] },
	{ code: 'pt-BR', sameAsEnglish: sameEverywhere },
];

/** Parts of a text that must be the same in every language. */
const names = {
	placeholders: /\{\{\w+\}\}/g,
	'code spans': /`[^`]*`/g,
	'bold marks': /\*\*/g,
	'names of settings and files': /\w+_\w+/g,
	'addresses and commands': /https?:\/\/(?:\S*[a-z0-9])?|\/[a-z]\S*[a-z0-9]/g,
	'names of headers, modules and plans':
		/X-User-Id|X-Auth-Token|licenses\.info|federation(?! bot)|Community/g,
};
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([name]) => name).sort();

for (const { code, sameAsEnglish } of translations) {
	const table = tableOf(code);

	describe(`texts in ${code}`, () => {
		it('have the keys of English, in the same order, and no others', () => {
			expect(Object.keys(table)).to.deep.equal(keys);
		});

		it('are not empty', () => {
			expect(keys.filter((key) => table[key].trim() === '')).to.deep.equal([]);
		});

		it('are all translated', () => {
			expect(keys.filter((key) => table[key] === texts[key])).to.have.members(sameAsEnglish);
		});

		for (const [what, pattern] of Object.entries(names)) {
			it(`have the ${what} of English`, () => {
				const differing = keys.filter(
					(key) =>
						namesIn(table[key], pattern).join(' ') !== namesIn(texts[key], pattern).join(' '),
				);
				expect(differing).to.deep.equal([]);
			});
		}
	});
}

describe('texts in fr', () => {
	it('have one kind of apostrophe, and spaces at which no line breaks', () => {
		const table = tableOf('fr');
		const wrong = keys.filter((key) =>
			/'| [:;?!»](?=\W|$)|« /.test(table[key].replace(/`[^`]*`/g, '``')),
		);
		expect(wrong).to.deep.equal([]);
	});
});

describe('advice', () => {
	for (const code of ['en', ...translations.map((translation) => translation.code)]) {
		it(`in ${code} calls settings, their choices and buttons by their names`, () => {
			const table = tableOf(code);
			const { setting_invite_policy_description, setting_invite_policy_ask } = table;
			const { invitation_accept, invitation_decline } = table;
			const { error_command_nobody, setting_command_roles } = table;
			expect(setting_invite_policy_description)
				.to.include(setting_invite_policy_ask)
				.and.include(invitation_accept)
				.and.include(invitation_decline);
			expect(error_command_nobody).to.include(setting_command_roles);
		});
	}
});
