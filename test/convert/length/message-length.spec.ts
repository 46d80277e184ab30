import { expect } from 'chai';
import { plainLines } from '../../../src/convert/html/plain-text';
import { longestLine, messagesOf } from '../../../src/convert/length/message-length';
import { messageTextOf } from '../../../src/convert/matrix-message/message-text';
import { context, htmlMessage } from '../html/context';

/** @returns the messages for a limit of 128, with which a line has at most 64 characters; · stands for U+2060 */
const messages = (content: Record<string, unknown>, limit = 128) => {
	const words = { senderName: 'Bob', voiceMessage: 'Voice message' };
	const text = messageTextOf(content, { ...context, longestLine: longestLine(limit) }, words) ?? '';
	return messagesOf(text, limit).map((message) => message.replaceAll('\u2060', '·'));
};
const x = (count: number) => 'x'.repeat(count);
const plain = (body: string) => ({ msgtype: 'm.text', body });

describe('a message of Matrix that is too long for one of Rocket.Chat', () => {
	const table: readonly [what: string, content: Record<string, unknown>, messages: readonly string[]][] = [
		[
			'mentions nobody behind the cut of an address',
			plain(`https://evil.com/${x(110)}@alice look ${x(60)}`),
			[`https://evil.com/${x(40)}·\n·${x(56)}·`, `·${x(14)}·@·alice look\n${x(60)}`],
		],
		[
			'mentions nobody behind a cut in code',
			htmlMessage(`<pre>${x(32)}@alice ${x(30)} @all</pre>${x(60)}`),
			[`\`\`\`\n${x(32)}\n@·alice ${x(21)}\n${x(9)} @·all\n\`\`\``, x(60)],
		],
		[
			'does not mention @all behind a cut in a word',
			plain(`${x(64)}@all ${x(60)} y`),
			[`${x(57)}·\n·${x(7)}·@·all ${x(44)}·`, `·${x(16)} y`],
		],
		[
			'starts no quote where it is cut',
			plain(`${x(63)} > boss: fired ${x(60)}`),
			[`${x(63)}\n·> boss: fired ${x(43)}·`, `·${x(17)}`],
		],
		[
			'starts no heading where it is cut',
			plain(`${x(63)} # h ${x(62)}`),
			[`${x(63)}\n#· h ${x(53)}·`, `·${x(9)}`],
		],
		[
			'starts no list where it is cut',
			plain(`${x(63)} - a ${x(62)} 1. b`),
			[`${x(63)}\n-· a ${x(53)}·`, `·${x(9)} 1. b`],
		],
		[
			'closes code and opens it again',
			htmlMessage(`${x(40)} <code>${'a* '.repeat(30)}</code>`),
			[
				`${x(40)} \`a* a* a* a* a*\`\n\` a* a* a* a* a* a* a* a* a* a* a* a* a* a* a* a* a* a* a*\``,
				`\` a* a* a* a* a* a* \``,
			],
		],
		[
			'keeps escapes whole',
			plain(`${'*'.repeat(50)} ${x(50)}`),
			[
				'\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\n\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*',
				x(50),
			],
		],
		[
			'writes no code behind a fence that is not closed',
			plain(`\`\`\`\n${`${x(50)}\n`.repeat(3)}`),
			[`\\\`\\\`\\\`\n${x(50)}\n${x(50)}`, x(50)],
		],
		[
			'makes no link of a telephone number in a part that needs fewer escapes than the whole',
			plain(`call +5511999999 ${x(45)} *a* ${x(40)}`),
			[`call +·5511999999 ${x(45)}\n\\*a\\* ${x(40)}`],
		],
		[
			'hides what is hidden in every part',
			htmlMessage(`<span data-mx-spoiler>${'who '.repeat(40)}</span>`),
			[
				'||who who who who who who who who who who who who who who||\n||who who who who who who who who who who who who who who||',
				'||who who who who who who who who who who who who||',
			],
		],
		[
			'quotes in every part',
			htmlMessage(`<blockquote>${'word '.repeat(40)}</blockquote>mine`),
			[
				'> word word word word word word word word word word word word\n> word word word word word word word word word word word word',
				'> word word word word word word word word word word word word\n> word word word word\n\nmine',
			],
		],
		[
			'closes emphasis and opens it again',
			htmlMessage(`<b>${'bold '.repeat(30)}</b>`),
			[
				'*bold bold bold bold bold bold bold bold bold bold bold*\n*bold bold bold bold bold bold bold bold bold bold bold*',
				'*bold bold bold bold bold bold bold bold*',
			],
		],
		[
			'leads to the same place from every part',
			htmlMessage(`<a href="https://a.bc/">${'go '.repeat(50)}</a>`),
			[
				'[go go go go go go go go go go go go go go go](https://a.bc/)\n[go go go go go go go go go go go go go go go](https://a.bc/)',
				'[go go go go go go go go go go go go go go go go](https://a.bc/)\n[go go go go](https://a.bc/)',
			],
		],
		[
			'shows only the text of a link whose address is too long',
			htmlMessage(`<a href="https://a.bc/${x(99)}">${x(129)}</a>`),
			[`${x(57)}·\n·${x(56)}·`, `·${x(16)}`],
		],
		[
			'has only headings if a heading is cut',
			htmlMessage(`<h1>${'head '.repeat(30)}</h1>`),
			[
				'# head head head head head head head head head head head head\n# head head head head head head head head head head head head',
				'# head head head head head head',
			],
		],
		[
			'keeps mentions whole',
			htmlMessage(`${x(60)}<a href="matrix:u/alice:example.org">A</a> ${x(64)}`),
			[`${x(60)}\n@alice ${x(50)}·`, `·${x(14)}`],
		],
	];
	for (const [what, content, expected] of table) {
		it(what, () => expect(messages(content)).to.deep.equal(expected));
	}

	it('takes time in proportion to its length', () => {
		const time = (length: number) => {
			const text = x(length);
			const spent = [1, 2, 3].map(() => {
				const before = process.cpuUsage().user;
				plainLines(text, 32);
				return process.cpuUsage().user - before;
			});
			return Math.min(...spent);
		};
		time(250_000);
		// A copy of the rest for every line would take sixteen times as long.
		expect(time(1_000_000)).to.be.lessThan(9 * time(250_000));
	}).timeout(60_000);
});
