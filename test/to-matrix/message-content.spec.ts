import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { expect } from 'chai';
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

	it('stands in its thread, and in none that is not on Matrix', async () => {
		const { federation } = fakeFederation({});
		await federation.store.messages.add({
			matrixId: '$r' as EventId,
			rocketChatId: 'root',
			roomId,
			part: 0,
		});
		const inThread = await carriedMessage(federation, says('x', { threadId: 'root' }), roomId);
		expect(inThread.related.thread).to.equal('$r');
		const unknown = await carriedMessage(federation, says('x', { threadId: 'unknown' }), roomId);
		expect(unknown.related.thread).to.equal(undefined);
		expect(unknown.parts[0]?.body).to.equal('x');
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
