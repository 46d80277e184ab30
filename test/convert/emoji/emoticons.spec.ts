import { parse } from '@rocket.chat/message-parser';
import { expect } from 'chai';
import { emoticonAt } from '../../../src/convert/emoji/emoticons';
import { unicodeOf } from '../../../src/convert/emoji/emoji';

const characters = Array.from(":;=-'()[]<>/\\*#$%@^._038BDLOPXby");
const combinations = characters.flatMap((one) => [
	one,
	...characters.flatMap((two) => [one + two, ...characters.map((three) => one + two + three)]),
]);

/** @returns the shortcode that Rocket.Chat shows a message as, if it is an emoticon and nothing else */
function shortcodeByRocketChat(message: string): string | undefined {
	const [first] = parse(message, { emoticons: true });
	const [emoji, ...others] = first.type === 'BIG_EMOJI' ? first.value : [];
	const isAlone = emoji && 'shortCode' in emoji && others.length === 0 && emoji.value.value === message;
	return isAlone ? emoji.shortCode : undefined;
}

describe('emoticons', () => {
	it('match those of Rocket.Chat in every combination of up to three characters', () => {
		const different = combinations.filter((message) => {
			const emoticon = emoticonAt(message, 0);
			return (
				(emoticon?.text === message ? emoticon.shortcode : undefined) !==
				shortcodeByRocketChat(message)
			);
		});
		expect(different).to.deep.equal([]);
	});

	for (const longer of [":'-)", "':-)", '>:-)', '-___-', '*\\0/*', '0:-3', '\\O\\/']) {
		it(`include ${longer}`, () => {
			expect(emoticonAt(`a ${longer}`, 2)?.shortcode).to.equal(shortcodeByRocketChat(longer));
		});
	}

	it('all have an emoji', () => {
		const found = combinations.flatMap((message) => emoticonAt(message, 0)?.shortcode ?? []);
		expect([...new Set(found)].filter((shortcode) => unicodeOf(shortcode) === undefined)).to.deep.equal(
			[],
		);
		expect(new Set(found).size).to.be.greaterThan(20);
	});

	it('are not found at another character', () => {
		expect(emoticonAt('a :)', 0)).to.equal(undefined);
		expect(emoticonAt('', 0)).to.equal(undefined);
	});
});
