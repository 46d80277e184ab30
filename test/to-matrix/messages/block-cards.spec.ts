import { expect } from 'chai';
import type { RoomId } from '../../../src/matrix/ids';
import type { RocketChatMessage } from '../../../src/rocketchat/entities';
import { convertText } from '../../support/converted-text';
import { fakeBridge } from '../../support/fake-bridge';

const plain = (text: string) => ({ type: 'plain_text', text });
const markdown = (text: string) => ({ type: 'mrkdwn', text });

async function sent(text: string, blocks: unknown) {
	const message = { id: 'mid', text, blocks, sender: { id: 'uid', username: 'bot' }, room: { id: 'rid' } };
	const { bridge } = fakeBridge({});
	const { parts } = await convertText(
		bridge,
		message as unknown as RocketChatMessage,
		'!room:example.org' as RoomId,
	);
	return parts.map(({ body, formatted_body }) => [body, formatted_body]);
}

describe('a message with blocks', () => {
	const table: readonly [what: string, blocks: unknown, body: string, html?: string][] = [
		[
			'shows the texts of a section and its fields',
			[
				{
					type: 'section',
					text: markdown('*Poll* by @all'),
					fields: [plain('a *b*'), markdown('_c_')],
				},
			],
			'*Poll* by @all\n\na *b*\n\n_c_',
			'<p><strong>Poll</strong> by @all</p><p>a *b*</p><p><em>c</em></p>',
		],
		[
			'shows buttons, and those that lead somewhere as links',
			[
				{ type: 'section', text: plain('Choose'), accessory: { type: 'button', text: plain('One') } },
				{
					type: 'actions',
					elements: [
						{ type: 'button', text: plain('Open'), url: 'https://example.org/' },
						{ type: 'static_select', placeholder: plain('Pick one') },
					],
				},
			],
			'Choose\n\nOne\n\nOpen (https://example.org/)\n\nPick one',
			'<p>Choose</p><p>One</p><p><a href="https://example.org/">Open</a></p><p>Pick one</p>',
		],
		[
			'shows images and the elements of a context',
			[
				{
					type: 'image',
					imageUrl: 'https://example.org/a.png',
					altText: 'A cat',
					title: plain('Cat'),
				},
				{ type: 'image', imageUrl: 'https://example.org/b.png', altText: 'B' },
				{
					type: 'context',
					elements: [markdown('*by*'), { type: 'image', imageUrl: 'https://example.org/c.png' }],
				},
			],
			'Cat (https://example.org/a.png)\n\nB (https://example.org/b.png)\n\n*by*\n\nhttps://example.org/c.png',
			'<p><a href="https://example.org/a.png">Cat</a></p><p><a href="https://example.org/b.png">B</a></p><p><strong>by</strong></p><p><a href="https://example.org/c.png">https://example.org/c.png</a></p>',
		],
		[
			'shows rules, notes, inputs, previews and what is shown on a condition',
			[
				{
					type: 'callout',
					title: plain('Note'),
					text: plain('mind'),
					actions: [{ type: 'button', text: plain('More') }],
				},
				{ type: 'divider' },
				{ type: 'input', label: plain('Name'), element: { type: 'plain_text_input' } },
				{ type: 'conditional', render: [{ type: 'section', text: plain('inside') }] },
				{ type: 'preview', title: [plain('T')], description: [markdown('~d~')] },
			],
			'Note\n\nmind\n\nMore\n\n---\n\nName\n\ninside\n\nT\n\n~d~',
			'<p>Note</p><p>mind</p><p>More</p><hr><p>Name</p><p>inside</p><p>T</p><p><del>d</del></p>',
		],
		[
			'shows the rows of a card, such as that of a call that has ended',
			[
				{
					type: 'info_card',
					appId: 'mediacall-core',
					rows: [
						{
							background: 'default',
							elements: [{ type: 'icon', icon: 'phone-off' }, markdown('Call ended')],
							action: { type: 'icon_button', icon: { type: 'icon', icon: 'info' } },
						},
						{ background: 'secondary', elements: [markdown('*00:02:05*')] },
					],
				},
			],
			'Call ended\n\n*00:02:05*',
			'<p>Call ended</p><p><strong>00:02:05</strong></p>',
		],
		[
			'shows that a video call was started',
			[{ type: 'video_conf', callId: 'c1', blockId: 'c1', appId: 'videoconf-core' }],
			'📞 A video call was started in Rocket.Chat.',
		],
	];
	for (const [what, blocks, body, html] of table) {
		it(what, async () => {
			expect(await sent('', blocks)).to.deep.equal([[body, html]]);
		});
	}

	it('shows below its text what that does not say', async () => {
		const blocks = [plain('Deployed'), plain('by CI')].map((text) => ({ type: 'section', text }));
		expect(await sent('Deployed main', blocks)).to.deep.equal([['Deployed main\n\nby CI', undefined]]);
	});

	it('shows nothing of blocks that nobody can read', async () => {
		const unreadable = [
			{ type: 'section', text: plain(' ') },
			{ type: 'actions', elements: [7, {}] },
			null,
			{},
		];
		expect(await sent('', unreadable)).to.deep.equal([]);
		expect(await sent('', 'x')).to.deep.equal([]);
	});
});
