import { expect } from 'chai';
import { parseParameters } from '../../sandbox/workspace/bridges/command-parameters';
import { wordsIn } from '../../src/commands/words';

describe('words behind the command', () => {
	const table: readonly [typed: string, words: string[]][] = [
		['', []],
		['dm  @bob:example.org', ['dm', '@bob:example.org']],
		['create "Two words" public', ['create', 'Two words', 'public']],
		["create 'Two words'", ['create', 'Two words']],
		['create “Two words” public', ['create', 'Two words', 'public']],
		['create „Zwei Wörter“ public', ['create', 'Zwei Wörter', 'public']],
		['create „Zwei Wörter”', ['create', 'Zwei Wörter']],
		['create «Deux mots»', ['create', 'Deux mots']],
		['dm « @bob:example.org »', ['dm', '@bob:example.org']],
		['create «\u00a0Deux mots\u00a0»', ['create', 'Deux mots']],
		['create »Zwei Wörter«', ['create', 'Zwei Wörter']],
		['create ‘Two words’', ['create', 'Two words']],
		['create “One”', ['create', 'One']],
		['create “never closed', ['create', '“never', 'closed']],
		['create “', ['create', '“']],
		['create “”', ['create']],
		['create “a b” “c d”', ['create', 'a b', 'c d']],
		['create "" x', ['create', 'x']],
		['join #half\ud83d:example.org', ['join', '#half\ufffd:example.org']],
	];
	for (const [typed, words] of table) {
		it(`of “${typed}” are ${JSON.stringify(words)}`, () =>
			expect(wordsIn(parseParameters(typed))).to.deep.equal(words));
	}

	it('stay as they are among many quotes that are never closed', () => {
		const typed = Array.from({ length: 3_000 }, () => '“a');
		expect(wordsIn(typed)).to.deep.equal(typed);
	});
});
