import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { expect } from 'chai';
import type { Federation } from '../../src/federation';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { EventId, RoomId } from '../../src/matrix/ids';
import { carriedMessage } from '../../src/to-matrix/message-content';
import { fakeFederation, type Answers } from '../support/fake-federation';
import { planOn } from '../support/fake-plan';

const roomId = '!room:example.org' as RoomId;
const site = 'http://workspace.test';
const says = (text: string, more: object = {}) =>
	({
		id: 'mid',
		text,
		sender: { id: 'uid', username: 'alice', type: 'user' },
		room: { id: 'rid' },
		...more,
	}) as unknown as IMessage;
const link = (messageId: string) => `[ ](${site}/direct/rid?msg=${messageId})`;
const entriesOf = (federation: Federation) => {
	const messages: string[] = [];
	const keep = ({ msg }: { msg: string }) => void messages.push(msg);
	federation.log.flush({ debug: keep, info: keep, warn: keep, error: keep } as unknown as ILogger);
	return messages;
};
/** A federation in which a message is on Matrix. */
async function onMatrix(id: string, answers: Answers = {}) {
	const fake = fakeFederation(answers);
	await fake.federation.store.messages.add({
		matrixId: `$${id}` as EventId,
		rocketChatId: id,
		roomId,
		part: 0,
	});
	return fake;
}
const carol = { id: 'cid', username: 'carol', name: 'Carol Jones', type: 'user', isEnabled: true };
const bob = { id: 'bid', username: 'bob:far.example', name: 'Bob', type: 'bot' };

describe('what a message says on Matrix', () => {
	const registering: Answers = {
		'homeserver.register': () => undefined,
		'homeserver.setDisplayName': () => undefined,
	};

	it('names people here and there, and wakes them', async () => {
		const { federation } = fakeFederation({
			...registering,
			'people.byUsername': (name: string) => [carol, bob].find(({ username }) => username === name),
		});
		const {
			parts: [text],
			refusal,
		} = await carriedMessage(
			federation,
			says('@carol @bob:far.example @eve:far.example @nobody'),
			roomId,
		);
		expect(text).to.deep.equal({
			msgtype: 'm.text',
			body: 'Carol Jones Bob eve:far.example @nobody',
			format: 'org.matrix.custom.html',
			formatted_body:
				'<a href="https://matrix.to/#/@rc_carol:example.org">Carol Jones</a> <a href="https://matrix.to/#/@bob:far.example">Bob</a> <a href="https://matrix.to/#/@eve:far.example">eve:far.example</a> @nobody',
			'm.mentions': {
				user_ids: ['@rc_carol:example.org', '@bob:far.example', '@eve:far.example'],
			},
		});
		expect(refusal).to.equal(undefined);
	});

	describe('below the plan', () => {
		const belowPlan = () =>
			fakeFederation(
				{ 'people.byUsername': (name: string) => (name === 'carol' ? carol : undefined) },
				planOn('community'),
			);
		const table: readonly [text: string, refusal: string | undefined][] = [
			['@carol', 'refused_mention'],
			['@all', 'refused_mention'],
			['@bob:far.example', 'refused_mention'],
			['@here', undefined],
			['npm i @types/node', undefined],
			['see you @5pm.', undefined],
		];
		for (const [text, refused] of table) {
			it(`“${text}” stays text and ${refused ? 'its writer is told' : 'meant nobody'}`, async () => {
				const { federation, calls } = belowPlan();
				const { parts, refusal } = await carriedMessage(federation, says(text), roomId);
				expect(parts).to.deep.equal([{ msgtype: 'm.text', body: text, 'm.mentions': {} }]);
				expect(refusal?.text).to.equal(refused);
				expect(calls.filter(([method]) => method !== 'people.byUsername')).to.deep.equal([]);
			});
		}
	});

	it('answers the first quoted message of the room and shows the others', async () => {
		const quoted: Record<string, object> = {
			b: { room: { id: 'rid' }, text: `${link('x')} older\nlines` },
		};
		const { federation } = fakeFederation({ 'messages.byId': (id: string) => quoted[id] });
		await federation.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a',
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await carriedMessage(federation, says(`${link('a')}${link('b')} both`), roomId);
		expect(related).to.deep.equal({ answered: '$a', thread: undefined });
		expect(text?.formatted_body).to.equal('<blockquote>older<br>lines</blockquote><p>both</p>');
	});

	it('shows what is quoted where nothing is said to it', async () => {
		const { federation } = fakeFederation({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'said' }),
		});
		await federation.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a',
			roomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await carriedMessage(federation, says(link('a')), roomId);
		expect(related.answered).to.equal('$a');
		expect(text?.body).to.equal('> said');
	});

	it('shows of another room only the link', async () => {
		const { federation } = fakeFederation({
			'messages.byId': () => ({ room: { id: 'elsewhere' }, text: 'secret' }),
		});
		await federation.store.messages.add({
			matrixId: '$a' as EventId,
			rocketChatId: 'a',
			roomId: '!other:example.org' as RoomId,
			part: 0,
		});
		const {
			parts: [text],
			related,
		} = await carriedMessage(federation, says(`${link('a')} see`), roomId);
		expect(related.answered).to.equal(undefined);
		expect(text?.body).to.equal(`${site}/direct/rid?msg=a\n\nsee`);
		expect(JSON.stringify(text)).not.to.include('secret');
	});

	it('stands in its thread', async () => {
		const { federation } = await onMatrix('root');
		const { parts, related } = await carriedMessage(federation, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ answered: undefined, thread: '$root' });
		expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'x', 'm.mentions': {} }]);
	});

	it('stands below a quote of the thread’s first message where that is not on Matrix', async () => {
		const { federation } = fakeFederation({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const { parts, related } = await carriedMessage(federation, says('x', { threadId: 'root' }), roomId);
		expect(related).to.deep.equal({ answered: undefined, thread: undefined });
		expect(parts).to.deep.equal([
			{
				msgtype: 'm.text',
				body: '> how it began\n\nx',
				format: 'org.matrix.custom.html',
				formatted_body: '<blockquote>how it began</blockquote><p>x</p>',
				'm.mentions': {},
			},
		]);
	});

	it('is in no thread of another Matrix room', async () => {
		const { federation } = await onMatrix('root', {
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'how it began' }),
		});
		const otherRoom = '!other:example.org' as RoomId;
		const { related } = await carriedMessage(federation, says('x', { threadId: 'root' }), otherRoom);
		expect(related.thread).to.equal(undefined);
	});

	it('is nothing where a file alone stands in a thread that is not on Matrix', async () => {
		const { federation } = fakeFederation({});
		const file = says('', { threadId: 'root', attachments: [{}] });
		expect((await carriedMessage(federation, file, roomId)).parts).to.deep.equal([]);
	});

	describe('of a quoted message without text', () => {
		const photo = { _id: 'f', name: 'my *photo*.png', type: 'image/png' };
		const shown = { title: { value: photo.name } };
		const quote = { title: { value: 'Bob' }, timestampLink: `${site}/direct/rid?msg=x` };
		const thumbnail = { _id: 't', name: 'thumb-photo.png', type: 'image/png', typeGroup: 'thumb' };
		const table: readonly [what: string, quoted: object, body: string][] = [
			['is the names of its files', { files: [photo, thumbnail] }, '> `my *photo*.png`\n\nnice'],
			[
				'is what its file is called where the workspace tells no files',
				{ attachments: [shown, quote] },
				'> `my *photo*.png`\n\nnice',
			],
			['is no markup of theirs', { files: [{ ...photo, name: 'a`\n*b*' }] }, "> `a''*b*`\n\nnice"],
			['is its address where it has no files', { text: '' }, `${site}/direct/rid?msg=q\n\nnice`],
			['is not what it quotes itself', { text: link('x') }, `${site}/direct/rid?msg=q\n\nnice`],
		];
		for (const [what, quoted, body] of table) {
			it(what, async () => {
				const { federation } = fakeFederation({
					'messages.byId': () => ({ room: { id: 'rid' }, ...quoted }),
				});
				const { parts } = await carriedMessage(federation, says(`${link('q')} nice`), roomId);
				expect(parts.map((part) => part.body)).to.deep.equal([body]);
			});
		}
	});

	it('does not break out of the quote', async () => {
		const { federation } = fakeFederation({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'a\rI agree' }),
		});
		const { parts } = await carriedMessage(federation, says(`${link('q')} no`), roomId);
		expect(parts[0]?.formatted_body).to.equal('<blockquote>a<br>I agree</blockquote><p>no</p>');
	});

	describe('with somebody who cannot be mentioned', () => {
		const known: Answers = {
			'people.byUsername': (name: string) => (name === 'carol' ? carol : undefined),
		};
		const plain = (body: string) => [{ msgtype: 'm.text', body, 'm.mentions': {} }];

		it('has their name as text', async () => {
			const { federation } = fakeFederation({
				...known,
				'homeserver.register': () => {
					throw new HomeserverError('M_EXCLUSIVE', 400, 'not in the namespace');
				},
			});
			const { parts, refusal } = await carriedMessage(federation, says('hi @carol'), roomId);
			expect([parts, refusal]).to.deep.equal([plain('hi @carol'), undefined]);
			expect(entriesOf(federation)).to.deep.equal(['somebody mentioned got no puppet']);
		});

		it('has the name of somebody deactivated as text', async () => {
			const { federation } = fakeFederation({
				...registering,
				'people.byUsername': () => ({ ...carol, isEnabled: false }),
			});
			expect((await carriedMessage(federation, says('hi @carol'), roomId)).parts).to.deep.equal(
				plain('hi @carol'),
			);
		});

		it('has a Matrix id that a sentence ends with without its dot', async () => {
			const { federation } = fakeFederation({ 'people.byUsername': () => undefined });
			const { parts } = await carriedMessage(federation, says('ask @eve:far.example.'), roomId);
			expect(parts[0]?.formatted_body).to.equal(
				'ask <a href="https://matrix.to/#/@eve:far.example">eve:far.example</a>.',
			);
		});

		it('mentions fifty and looks up no more', async () => {
			const { federation, calls } = fakeFederation({ 'people.byUsername': () => undefined });
			const names = Array.from({ length: 60 }, (_, index) => `@p${index}:far.example`);
			const { parts } = await carriedMessage(federation, says(names.join(' ')), roomId);
			expect(parts[0]?.['m.mentions'].user_ids).to.deep.equal(names.slice(0, 50));
			expect(parts[0]?.body).to.include('p49:far.example @p50:far.example');
			expect(calls).to.have.length(50);
		});
	});

	describe('with @all', () => {
		const levels = (users: object) => (_as: string, _room: string, type: string) =>
			type === 'm.room.power_levels'
				? { type, state_key: '', sender: '@x:y', content: { users } }
				: undefined;
		const puppet = '@rc_alice:example.org';

		it('wakes the room where its writer may', async () => {
			const { federation, calls } = fakeFederation({
				...registering,
				'homeserver.stateEvent': levels({ [puppet]: 50 }),
			});
			const { parts } = await carriedMessage(federation, says('look @all'), roomId);
			expect(parts).to.deep.equal([
				{ msgtype: 'm.text', body: 'look @room', 'm.mentions': { room: true } },
			]);
			expect(calls.slice(-2)).to.deep.equal([
				['homeserver.stateEvent', puppet, roomId, 'm.room.power_levels'],
				['homeserver.stateEvent', puppet, roomId, 'm.room.create'],
			]);
		});

		it('wakes nobody where its writer may not', async () => {
			const { federation } = fakeFederation({
				...registering,
				'homeserver.stateEvent': levels({ [puppet]: 49 }),
			});
			const { parts } = await carriedMessage(federation, says('look @all'), roomId);
			expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'look @all', 'm.mentions': {} }]);
		});

		it('wakes nobody where nobody can tell whether its writer may', async () => {
			const { federation } = fakeFederation({
				...registering,
				'homeserver.stateEvent': () => {
					throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
				},
			});
			const { parts } = await carriedMessage(federation, says('look @all'), roomId);
			expect(parts).to.deep.equal([{ msgtype: 'm.text', body: 'look @all', 'm.mentions': {} }]);
			expect(entriesOf(federation)).to.deep.equal(['nobody could tell who may mention everybody']);
		});
	});

	it('names federated channels by a link, and leaves others as they are', async () => {
		const rooms = ['news', 'private'];
		const { federation, calls } = fakeFederation({
			'rooms.channelNamed': (name: string) => (rooms.includes(name) ? { id: `${name} id` } : undefined),
		});
		await federation.store.rooms.add({ matrixId: '!n:example.org' as RoomId, rocketChatId: 'news id' });
		const { parts } = await carriedMessage(federation, says('#news #private #1'), roomId);
		expect(parts).to.deep.equal([
			{
				msgtype: 'm.text',
				body: '#news #private #1',
				format: 'org.matrix.custom.html',
				formatted_body: '<a href="https://matrix.to/#/!n:example.org">#news</a> #private #1',
				'm.mentions': {},
			},
		]);
		expect(calls.map(([, name]) => name)).to.deep.equal(['news', 'private', '1']);
	});

	it('is read as the workspace reads it', async () => {
		const { federation } = fakeFederation({});
		const { workspace } = federation;
		const markdown = { ...workspace.markdown, katex: { dollarSyntax: true, parenthesisSyntax: false } };
		const { parts } = await carriedMessage(
			{ ...federation, workspace: { ...workspace, markdown } },
			says('$x$ \\(y\\)'),
			roomId,
		);
		expect(parts[0]?.formatted_body).to.equal('<span data-mx-maths="x"><code>x</code></span> \\(y\\)');
	});

	it('is nothing where nothing is said', async () => {
		const { federation } = fakeFederation({});
		expect((await carriedMessage(federation, says('  '), roomId)).parts).to.deep.equal([]);
	});

	it('does not mention again whom a quoted text mentions', async () => {
		const { federation, calls } = fakeFederation({
			'messages.byId': () => ({ room: { id: 'rid' }, text: 'look @carol @all' }),
		});
		const {
			parts: [text],
		} = await carriedMessage(federation, says(`${link('a')} well`), roomId);
		expect(text?.['m.mentions']).to.deep.equal({});
		expect(text?.body).to.include('@carol @all');
		expect(calls.map(([method]) => method)).to.deep.equal(['messages.byId']);
	});
});
