import { expect } from 'chai';
import { withProfileName } from '../../../src/convert/matrix-message/profile-name';

const key = 'com.beeper.per_message_profile';
const text = { msgtype: 'm.text', body: 'hi' };

describe('a message with a profile of its own', () => {
	const table: readonly [
		what: string,
		content: Readonly<Record<string, unknown>>,
		more: object | undefined,
	][] = [
		['has the name in front', { ...text, [key]: { displayname: 'Cat' } }, { body: 'Cat: hi' }],
		[
			'has it in front under the name that the proposal will have',
			{ ...text, 'm.per_message_profile': { displayname: 'Cat' } },
			{ body: 'Cat: hi' },
		],
		[
			'has it in front of HTML',
			{ ...text, formatted_body: '<i>hi</i>', [key]: { displayname: '<$&>' } },
			{ body: '<$&>: hi', formatted_body: '<strong>&lt;$&amp;&gt;:</strong> <i>hi</i>' },
		],
		[
			'has it in the first paragraph',
			{ ...text, formatted_body: '<p>hi</p>', [key]: { displayname: 'Cat' } },
			{ body: 'Cat: hi', formatted_body: '<p><strong>Cat:</strong> hi</p>' },
		],
		[
			'has a name that reorders nothing',
			{ ...text, [key]: { displayname: 'C\u202eat' } },
			{ body: 'Cat: hi' },
		],
		[
			'stays if it has the name',
			{ ...text, [key]: { displayname: 'Cat', has_fallback: true } },
			undefined,
		],
		['stays if it has a picture only', { ...text, [key]: { id: 'cat', avatar_url: '' } }, undefined],
		['stays if the name is none', { ...text, [key]: { displayname: 7 } }, undefined],
		['stays if the profile is none', { ...text, [key]: ['Cat'] }, undefined],
		['stays if it says nothing', { [key]: { displayname: 'Cat' } }, undefined],
	];
	for (const [what, content, more = {}] of table) {
		it(what, () => {
			expect(withProfileName(content)).to.deep.equal({ ...content, ...more });
		});
	}
});
