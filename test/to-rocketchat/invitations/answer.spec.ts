import { expect } from 'chai';
import { HomeserverError } from '../../../src/matrix/homeserver-error';
import type { UserId } from '../../../src/matrix/ids';
import { reconcileMembers } from '../../../src/people/members/reconcile-members';
import type { RocketChatRoomId, RocketChatUserId } from '../../../src/rocketchat/ids';
import { relayToRocketChat } from '../../../src/to-rocketchat/dispatch';
import { answerInvitation, type Answer } from '../../../src/to-rocketchat/invitations/answer';
import { resumeAnswers } from '../../../src/to-rocketchat/invitations/resume';
import type { Answers } from '../../support/fake-bridge';
import { aliceId, both, idIn, invitation, invitedWorkspace } from '../../support/invited-workspace';
import { alice, bob, roomId } from '../../support/matrix-room';
import { joinedBySecond, restarted, survivor } from '../../support/only-instance';

/** Alice's workspace with a card. */
async function asked(answers: Answers = {}, policy: 'ask' | 'accept' = 'ask') {
	const fake = await invitedWorkspace(answers, policy);
	await relayToRocketChat(fake.bridge, invitation());
	fake.calls.splice(0);
	return {
		...fake,
		press: (answer: Answer, userId = aliceId) =>
			answerInvitation(fake.bridge, userId, idIn(roomId), answer),
		onMatrix: () => fake.calls.filter(([method]) => method.startsWith('homeserver.')),
	};
}
const unreachable = () => {
	throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
};
const failureOf = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('the answer to an invitation', () => {
	it('accepts: the ghost joins, the room is linked, and the card says so', async () => {
		const { bridge, press, onMatrix, shown } = await asked();
		expect(await press('accept')).to.include({ state: 'joined' });
		expect(onMatrix().map(([method]) => method)).to.deep.equal([
			'homeserver.join',
			'homeserver.state',
			'homeserver.latest',
		]);
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({
			rocketChatId: 'rid',
			ghostId: alice,
		});
		expect(shown()).to.have.length(1);
		expect(shown()[0]?.lines[1]).to.match(/^✓ You have accepted\./);
		expect(shown()[0]?.buttons).to.deep.equal([]);
	});

	it('does not stay in a public room from which the person was removed a moment before', async () => {
		const joined = { type: 'm.room.member', state_key: alice, sender: alice, event_id: '$joined' };
		const { bridge, done } = await invitedWorkspace({
			'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
				type === 'm.room.join_rules'
					? { type, state_key: '', sender: bob, content: { join_rule: 'public' } }
					: undefined,
			'homeserver.memberEvent': () => ({ ...joined, content: { membership: 'join' } }),
			'homeserver.read': () => ({
				unsigned: { prev_content: { membership: 'leave' } },
			}),
		});
		await relayToRocketChat(bridge, invitation({}, { is_direct: false }));
		expect(done()).to.deep.include(['homeserver.leave', alice, roomId, 'The invitation was withdrawn.']);
		expect(await bridge.store.invitations.byId(idIn(roomId))).to.include({ state: 'withdrawn' });
		expect(await bridge.store.rooms.byMatrixId(roomId)).to.equal(undefined);
	});

	for (const rule of ['public', 'restricted', 'knock_restricted']) {
		it(`keeps nobody in a ${rule} room that is federated whose members are compared meanwhile`, async () => {
			/** Whether Alice is in the room, there and here. */
			const isIn = { there: false, here: false };
			const workspace = await invitedWorkspace({
				'homeserver.stateEvent': (_as: string, _roomId: string, type: string) =>
					type === 'm.room.join_rules'
						? { type, state_key: '', sender: bob, content: { join_rule: rule } }
						: undefined,
				'homeserver.join': () => (isIn.there = true),
				'homeserver.leave': () => (isIn.there = false),
				'homeserver.membership': () => (isIn.there ? 'join' : 'leave'),
				'homeserver.memberEvent': () => ({
					...{ type: 'm.room.member', state_key: alice, sender: alice, event_id: '$joined' },
					content: { membership: isIn.there ? 'join' : 'leave' },
				}),
				'homeserver.read': () => ({ unsigned: { prev_content: { membership: 'leave' } } }),
				'people.roomIdsOf': () => (isIn.here ? ['rid'] : []),
				'rooms.addMember': () => (isIn.here = true),
				'rooms.removeMember': async () => {
					isIn.here = false;
					// Rocket.Chat tells the app that somebody is out, and waits only until that is noted.
					compared = reconcileMembers(bridge, roomId, { only: [alice], comesBack: true });
					await new Promise((resolve) => setImmediate(resolve));
				},
			});
			const { bridge } = workspace;
			let compared: Promise<void> | undefined;
			await bridge.store.rooms.add({
				...{ matrixId: roomId, rocketChatId: 'rid' as RocketChatRoomId, kind: 'room' },
				ghostId: '@rc_carol:example.org' as UserId,
			});
			await relayToRocketChat(bridge, invitation({}, { is_direct: false }));
			await compared;
			await reconcileMembers(bridge, roomId, { only: [alice], comesBack: true });
			expect(isIn).to.deep.equal({ there: false, here: false });
			expect([...(await bridge.store.members.of(roomId))]).to.deep.equal([]);
			expect(await workspace.stored()).to.include({ state: 'withdrawn' });
		});
	}

	it('declines: the ghost says why, and the card says for how long', async () => {
		const { press, onMatrix, shown } = await asked();
		expect(await press('decline')).to.include({ state: 'declined' });
		expect(onMatrix()).to.deep.equal([
			['homeserver.leave', alice, roomId, 'The invited person has declined.'],
		]);
		expect(shown()).to.have.length(1);
		expect(shown()[0]?.lines[1]).to.match(/^✗ You have declined\..*30 days/);
		expect(shown()[0]?.buttons).to.deep.equal([]);
	});

	for (const [first, second] of [
		['accept', 'accept'],
		['accept', 'decline'],
		['decline', 'accept'],
	] as const) {
		it(`is the first one if ${first} and ${second} are pressed at once`, async () => {
			const { press, onMatrix } = await asked();
			const outcomes = await Promise.all([press(first), press(second)]);
			const state = first === 'accept' ? 'joined' : 'declined';
			expect(outcomes.map((outcome) => outcome.state)).to.deep.equal([state, state]);
			const methods = onMatrix().map(([method]) => method);
			expect(methods.includes('homeserver.join')).to.equal(first === 'accept');
			expect(methods.includes('homeserver.leave')).to.equal(first === 'decline');
		});
	}

	it('of somebody else is refused', async () => {
		const { press, onMatrix, stored } = await asked();
		expect(await failureOf(press('accept', 'uid-carol' as RocketChatUserId))).to.include({
			code: 'invitation-gone',
		});
		expect(onMatrix()).to.deep.equal([]);
		expect((await stored())?.state).to.equal('open');
	});

	for (const [status, errcode] of [
		[403, 'M_FORBIDDEN'],
		[404, 'M_NOT_FOUND'],
	] as const) {
		it(`says that the invitation is not valid any more where the homeserver answers ${status}`, async () => {
			const { press, shown } = await asked({
				'homeserver.join': () => {
					throw new HomeserverError(errcode, status, 'You are not invited to this room.');
				},
				'homeserver.roomSummary': () => undefined,
			});
			expect(await press('accept')).to.include({ state: 'expired' });
			expect(shown()[0]?.lines[1]).to.match(/not valid any more/);
			expect(shown()[0]?.buttons).to.deep.equal([]);
		});
	}

	for (const status of [403, 404]) {
		it(`can be given again where a proxy answers ${status} in the place of the homeserver`, async () => {
			const { press, shown, stored } = await asked({
				'homeserver.join': () => {
					throw new HomeserverError('NOT_MATRIX', status, 'the page of a proxy');
				},
			});
			expect(await failureOf(press('accept'))).to.include({ code: 'homeserver-unreachable' });
			expect((await stored())?.state).to.equal('open');
			expect(shown()[0]?.buttons).to.deep.equal(['Accept', 'Decline']);
		});
	}

	const closed = {
		'homeserver.join': () => {
			throw new HomeserverError('M_FORBIDDEN', 403, 'You are not allowed to join this room');
		},
		'homeserver.roomSummary': () => ({ name: 'Vault', membership: 'invite' }),
	};

	it('can be given again where the room lets in nobody, also if the user is still invited', async () => {
		const { press, shown } = await asked(closed);
		expect(await press('accept')).to.include({ state: 'open' });
		expect(shown()[0]?.lines[1]).to.match(/^That did not work: Matrix lets nobody join 'Vault'/);
		expect(shown()[0]?.buttons).to.deep.equal(['Accept', 'Decline']);
	});

	it('is left to the user where the policy accepts, and the room lets in nobody at first', async () => {
		let isClosed = true;
		const { shown, press } = await asked(
			{ ...closed, 'homeserver.join': () => (isClosed ? closed['homeserver.join']() : undefined) },
			'accept',
		);
		expect(shown()[0]?.lines[1]).to.match(/^That did not work: Matrix lets nobody join 'Vault'/);
		expect(shown()[0]?.buttons).to.deep.equal(['Accept', 'Decline']);
		isClosed = false;
		expect(await press('accept')).to.include({ state: 'joined' });
		expect(shown()[0]?.lines[1]).to.match(/^✓ You have accepted\./);
	});

	it('can be given again after a failure, whose reason the card shows', async () => {
		let isAway = true;
		const { press, shown } = await asked({
			'homeserver.join': () => (isAway ? unreachable() : undefined),
		});
		expect(await failureOf(press('accept'))).to.include({ code: 'homeserver-unreachable' });
		expect(shown()[0]?.lines[1]).to.match(
			/^That did not work: The Matrix server of this workspace cannot be reached\./,
		);
		expect(shown()[0]?.buttons).to.deep.equal(['Accept', 'Decline']);
		isAway = false;
		expect(await press('accept')).to.include({ state: 'joined' });
		expect(shown()[0]?.lines[1]).to.match(/^✓ You have accepted\./);
	});

	for (const [state, outcome] of [
		['joining', 'joined'],
		['declining', 'declined'],
	] as const) {
		it(`is finished after a stop of the app while ${state}`, async () => {
			const { bridge, become, stored, shown } = await asked();
			await become(state);
			await resumeAnswers(restarted(bridge));
			expect((await stored())?.state).to.equal(outcome);
			expect(shown()[0]?.buttons).to.deep.equal([]);
		});
	}

	for (const [call, answer] of [
		['homeserver.join', undefined],
		['homeserver.state', both],
		['rooms.ensureDirect', 'rid'],
		['rooms.mark', undefined],
		['homeserver.latest', []],
	] as const) {
		it(`at once is finished after a stop of the app at ${call}, before the event comes again`, async () => {
			let isStopping = true;
			const { bridge, stored, calls } = await invitedWorkspace({
				[call]: () => (isStopping ? unreachable() : answer),
			});
			await failureOf(relayToRocketChat(bridge, invitation()));
			expect((await stored())?.state).to.equal('joining');
			isStopping = false;
			await resumeAnswers(restarted(bridge));
			expect((await stored())?.state).to.equal('joined');
			expect(await bridge.store.rooms.byMatrixId(roomId)).to.include({ rocketChatId: 'rid' });
			calls.splice(0);
			await relayToRocketChat(bridge, invitation());
			expect(calls.filter(([method]) => method === 'homeserver.join')).to.deep.equal([]);
		});
	}

	it('at once is left to the instance that has the room', async () => {
		const { bridge, become, stored } = await invitedWorkspace();
		await relayToRocketChat(bridge, invitation());
		await become('joining');
		await resumeAnswers({
			...restarted(bridge),
			instances: { ...bridge.instances, run: async () => false },
		});
		expect((await stored())?.state).to.equal('joining');
	});

	it('is not resumed while this process works on it', async () => {
		const { bridge, become, stored } = await asked();
		await become('joining');
		await resumeAnswers({ ...bridge, startedAt: Date.now() - 1_000 });
		expect((await stored())?.state).to.equal('joining');
	});

	it('is finished by another server when the one that gave it has ended, and left alone until then', async () => {
		let isCut = true;
		const { bridge, press, become, stored } = await asked({
			'homeserver.join': () => (isCut ? unreachable() : undefined),
		});
		await failureOf(press('accept'));
		await become('joining');
		isCut = false;
		await resumeAnswers(joinedBySecond(bridge));
		expect((await stored())?.state).to.equal('joining');
		const other = survivor(bridge);
		await resumeAnswers({ ...other, instances: { ...other.instances, owns: () => false } });
		expect((await stored())?.state).to.equal('joining');
		await resumeAnswers(other);
		expect((await stored())?.state).to.equal('joined');
	});

	it('is not given by a restart', async () => {
		const { bridge, onMatrix, stored } = await asked();
		await resumeAnswers(restarted(bridge));
		expect(onMatrix()).to.deep.equal([]);
		expect((await stored())?.state).to.equal('open');
	});
});
