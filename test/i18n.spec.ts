import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { settings } from '../src/admin/settings';
import { announcement } from '../src/commands/federation-command';
import { subcommands } from '../src/commands/subcommands';
import { errorKinds } from '../src/errors';
import { translate } from '../src/i18n';

const texts = JSON.parse(readFileSync(new URL('../i18n/en.json', import.meta.url), 'utf8')) as Record<
	string,
	string
>;

describe('texts', () => {
	it('has one for every label, description, section and choice of the settings', () => {
		for (const { i18nLabel, i18nDescription, section, values = [] } of settings) {
			expect(texts).to.include.keys(
				i18nLabel,
				i18nDescription ?? '',
				section ?? '',
				...values.map((choice) => choice.i18nLabel),
			);
		}
	});

	it('has one for every error and for the help of every subcommand', () => {
		expect(texts).to.include.keys(...Object.values(errorKinds).map(({ text }) => text));
		expect(texts).to.include.keys(...subcommands.map(({ help }) => help));
		expect(texts).to.include.keys(announcement.i18nDescription, announcement.i18nParamsExample);
	});

	it('puts parameters in and leaves unknown ones visible', () => {
		expect(translate('error_user_unknown', { server: 'x.org', user: '@b:x.org' })).to.equal(
			'`x.org` knows nobody with the id `@b:x.org`. Please check the spelling.',
		);
		expect(translate('error_user_unknown', { server: 'x.org' })).to.include('{{user}}');
	});

	it('lets no parameter end the code span it stands in', () => {
		expect(translate('dm_opened', { user: '@`[x](//evil.org)`:b' })).to.include("`@'[x](//evil.org)':b`");
	});

	it('speaks English to those whose language there is no text in', () => {
		expect(translate('help_title', {}, 'tlh')).to.equal(translate('help_title'));
	});
});
