import { expect } from 'chai';
import { withVariationSelector } from '../../../src/convert/emoji/emoji-variation';
import {
	chooseReactionKey,
	emojiNameOfReaction,
	reactionKeyOf,
} from '../../../src/convert/emoji/reaction-key';
import { toolkitEmoji } from '../../../scripts/emoji-map';

describe('withVariationSelector', () => {
	const table: readonly [what: string, emoji: string, expected: string][] = [
		['adds it to an emoji in colour that may have it', '👍', '👍\uFE0F'],
		['adds it to an emoji that may have it since Unicode 16', '❌', '❌\uFE0F'],
		['adds none where Unicode allows none', '😄', '😄'],
		['adds no second one', '❤\uFE0F', '❤\uFE0F'],
		['adds none before a skin tone', '👍🏽', '👍🏽'],
		['adds none in a sequence', '🐈\u200D⬛', '🐈\u200D⬛'],
		['adds none to a flag', '🇩🇪', '🇩🇪'],
		['adds none to text', 'a', 'a'],
		['adds none to two emoji', '👍👍', '👍👍'],
	];
	for (const [what, emoji, expected] of table) {
		it(what, () => {
			expect(withVariationSelector(emoji)).to.equal(expected);
		});
	}
});

describe('emojiNameOfReaction', () => {
	for (const [what, content, key, name] of [
		['an emoji', {}, '👍', 'thumbsup'],
		['another name of an emoji', {}, ':+1:', 'thumbsup'],
		['a custom emoji', {}, ':dancing_parrot:', 'dancing_parrot'],
		['a picture with the name of an emoji', { shortcode: ':+1:' }, 'mxc://a/b', 'thumbsup'],
		['a picture with another name', { 'com.beeper.reaction.shortcode': 'blob' }, 'mxc://a/b', 'blob'],
		['text', {}, 'thumbsup', undefined],
	] as const) {
		it(`names ${what}`, () => {
			expect(emojiNameOfReaction(content, key)).to.equal(name);
		});
	}
});

describe('chooseReactionKey', () => {
	it('takes the name that others used as a key for the same emoji', () => {
		const others = [{ key: ':+1:', content: {} }];
		expect(chooseReactionKey(':thumbsup:', others)).to.deep.equal({ key: ':+1:' });
		expect(chooseReactionKey(':heart:', others)).to.deep.equal({ key: '❤\uFE0F' });
	});

	it('takes the key that most others used, and the first of two that are used as often', () => {
		const used = (...keys: readonly string[]) => keys.map((key) => ({ key, content: {} }));
		expect(chooseReactionKey(':thumbsup:', used(':+1:', '👍', '👍'))).to.deep.equal({ key: '👍' });
		expect(chooseReactionKey(':thumbsup:', used(':+1:', '👍'))).to.deep.equal({ key: ':+1:' });
		expect(chooseReactionKey(':thumbsup:', used('👍', '👍\uFE0F'))).to.deep.equal({ key: '👍\uFE0F' });
	});

	it('sends the picture of a custom emoji with its name', () => {
		expect(chooseReactionKey(':blob:', [], 'mxc://a/b')).to.deep.equal({
			key: 'mxc://a/b',
			shortcode: ':blob:',
		});
		expect(chooseReactionKey(':blob:', [])).to.deep.equal({ key: ':blob:' });
	});
});

describe('reactionKeyOf', () => {
	it('gives every emoji of Rocket.Chat a key that has its name again', () => {
		const wrong = toolkitEmoji()
			.map(({ shortname }) => shortname)
			.filter(
				(shortname) => emojiNameOfReaction({}, reactionKeyOf(shortname)) !== shortname.slice(1, -1),
			);
		expect(wrong).to.deep.equal([]);
	});
});
