import { parse } from '@rocket.chat/message-parser';
import { expect } from 'chai';
import { parseMarkdown } from '../../../src/convert/markdown/markdown';
import { kinds, places } from '../../corpus/kinds';
import { serverOptions } from '../escape/rocketchat-parser';
import { differences } from './differences';
import { shapeOfBlocks, shapeOfRocketChat } from './shape';

const theirs = (text: string) => shapeOfRocketChat(parse(text, serverOptions));

function isReadAlike(text: string): boolean {
	const [ours, other] = [shapeOfBlocks(parseMarkdown(text).blocks), theirs(text)];
	return (
		JSON.stringify(ours) === JSON.stringify(other) ||
		Object.values(differences).some((difference) => difference.explains(text, ours, other, theirs))
	);
}

describe('a piece of a message in any place', () => {
	for (const [kind, pieces] of Object.entries(kinds)) {
		it(`is read as Rocket.Chat does, apart from known differences: ${kind}`, () => {
			const messages = pieces.flatMap((piece) => places.map((place) => place(piece)));
			expect(messages.filter((message) => !isReadAlike(message))).to.deep.equal([]);
		});
	}
});
