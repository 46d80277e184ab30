import { expect } from 'chai';
import { licenseInAnswer, licenseInSettings } from '../../src/plan/license-forms';

const token = (payload: unknown) =>
	`RCV3_${['{"alg":"RS256"}', JSON.stringify(payload), 'signature']
		.map((part) => Buffer.from(part).toString('base64url'))
		.join('.')}`;
const NOW = Date.UTC(2026, 0, 1);
const siteUrl = 'https://chat.example.org/';
const until = (validUntil: string, invalidBehavior: string) =>
	token({
		version: '3.0',
		information: { tags: [{ name: 'Pro' }] },
		validation: { validPeriods: [{ validUntil, invalidBehavior }] },
	});
const pro = { valid: true, tags: ['Pro'], modules: [], trial: false, readable: true };
const none = { valid: false, tags: [], modules: [], trial: false, readable: true };
const unreadable = { valid: true, tags: [], modules: [], trial: false, readable: false };

describe('license in the settings', () => {
	it('of the third form gives its tags, modules and whether it is for trial', () => {
		const text = token({
			version: '3.0',
			information: { trial: true, tags: [{ name: 'Pro', color: '#f3be08' }, { name: 'Größer' }] },
			grantedModules: [{ module: 'auditing' }, { module: 'federation' }],
		});
		expect(licenseInSettings({ status: 'Valid', text: ` ${text}\n`, siteUrl }, NOW)).to.deep.equal({
			valid: true,
			tags: ['Pro', 'Größer'],
			modules: ['auditing', 'federation'],
			trial: true,
			readable: true,
		});
	});

	const table: readonly [what: string, status: unknown, text: unknown, license: object][] = [
		['is none if the status is Invalid', 'Invalid', token({}), none],
		['is none if the status is empty', '', token({}), none],
		['is none if there is no status', undefined, undefined, none],
		['is none if there is no text', 'Valid', '  ', none],
		['is none if it has expired', 'Valid', until('2025-12-31T23:59:59Z', 'invalidate_license'), none],
		['is one until it expires', 'Valid', until('2026-01-01T00:00:01Z', 'invalidate_license'), pro],
		[
			'is one if a period is over that does not invalidate the license',
			'Valid',
			until('2020-01-01T00:00:00Z', 'start_fair_policy'),
			pro,
		],
		['is none if the text is a number', 'Valid', 7, none],
		['is not readable in an older form', 'VALID', 'T2xkZXIgZm9ybQ'.repeat(40), unreadable],
		['is none if the payload is broken', 'Valid', 'RCV3_a.b.c', none],
		['is none if there is no payload', 'Valid', 'RCV3_', none],
		['is none if the text is no license', 'Valid', 'rubbish', none],
		['is none of another version', 'Valid', token({ version: '4.0' }), none],
		[
			'is none before it begins',
			'Valid',
			token({
				version: '3.0',
				validation: {
					validPeriods: [
						{ validFrom: '2026-01-02T00:00:00Z', invalidBehavior: 'invalidate_license' },
					],
				},
			}),
			none,
		],
		[
			'ignores entries that are not names',
			'Valid',
			token({
				version: '3.0',
				information: { tags: [{ name: 7 }, null, 'Pro', { name: 'Pro' }] },
				grantedModules: 'x',
			}),
			{ ...unreadable, tags: ['Pro'], readable: true },
		],
		['is none if the payload is null', 'Valid', token(null), none],
	];
	for (const [what, status, text, license] of table) {
		it(what, () => expect(licenseInSettings({ status, text, siteUrl }, NOW)).to.deep.equal(license));
	}

	const addresses: readonly [urls: [type: string, value: string][], license: object][] = [
		[[['url', 'Chat.Example.org']], pro],
		[[['url', 'chat.example.com']], none],
		[[['url', 'chatXexample.org']], none],
		[[['regex', '*']], pro],
		[[['regex', '*.example.org']], pro],
		[[['regex', 'example.org']], none],
		[[['regex', '(']], none],
		[[['hash', '0a1b']], pro],
		[
			[
				['regex', '*.org'],
				['url', 'chat.example.net'],
			],
			none,
		],
	];
	for (const [urls, license] of addresses) {
		const what = urls.map((url) => url.join(' ')).join(' and ');
		it(`for ${what} ${license === pro ? 'is one' : 'is none'} for chat.example.org`, () => {
			const serverUrls = urls.map(([type, value]) => ({ type, value }));
			const text = token({
				version: '3.0',
				information: { tags: [{ name: 'Pro' }] },
				validation: { serverUrls },
			});
			expect(licenseInSettings({ status: 'Valid', text, siteUrl }, NOW)).to.deep.equal(license);
		});
	}
});

describe('license in the answer of licenses.info', () => {
	const license = { activeModules: [], externalModules: [], tags: [], trial: false };
	const table: readonly [what: string, answer: unknown, license: object | undefined][] = [
		[
			'gives tags, modules and whether it is for trial',
			{
				success: true,
				license: {
					...license,
					activeModules: ['federation'],
					tags: [{ name: 'Enterprise', color: '#000' }],
					trial: true,
					hasValidLicense: true,
				},
			},
			{ valid: true, tags: ['Enterprise'], modules: ['federation'], trial: true, readable: true },
		],
		['is none if the server says so', { license: { ...license, hasValidLicense: false } }, none],
		[
			'is none if the server says so, with any other fields',
			{ license: { ...license, tags: [{ name: 'Pro' }], hasValidLicense: false } },
			{ ...none, tags: ['Pro'] },
		],
		['of an older server is none without tags and modules', { license }, none],
		[
			'of an older server is valid with a tag',
			{ license: { ...license, tags: [{ name: 'Starter' }] } },
			{ ...none, valid: true, tags: ['Starter'] },
		],
		[
			'of an older server is valid with a module',
			{ license: { ...license, activeModules: ['auditing'] } },
			{ ...none, valid: true, modules: ['auditing'] },
		],
		['is not taken from another form', { license: {} }, undefined],
		['is not taken from a text', 'Pro', undefined],
		['is not taken from nothing', undefined, undefined],
	];
	for (const [what, answer, license] of table) {
		it(what, () => expect(licenseInAnswer(answer)).to.deep.equal(license));
	}
});
