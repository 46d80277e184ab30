import type { Room } from 'matrix-js-sdk';
import type { MatrixPerson } from './clients/matrix-client';
import type { WorkspacePerson } from './clients/workspace-client';
import type { WorkspaceMessage } from './clients/workspace-message';

const COMMAND_LIMIT = 30_000;
const MESSAGE_LIMIT = 30_000;

/** A direct message, by its id on both sides. */
interface DirectMessage {
	readonly local: WorkspacePerson;
	readonly external: MatrixPerson;
	readonly rocketChatId: string;
	readonly matrixId: string;
}

/** Who says what, so that both of a pair speak and listen. */
const script: readonly (readonly ['local' | 'external', string])[] = [
	['local', 'Hello Bob, this is Alice in Rocket.Chat. Do you read me?'],
	['external', 'Loud and clear. I am on Matrix, which server are you on?'],
	['local', 'None, an app in our workspace carries this over.'],
	['external', 'Then it carries this back: 🚀 äöü 你好'],
];

/**
 * Plays a short conversation each way and prints what the other side saw and after how long.
 * @param say prints a line
 * @param prefix of the ghosts' names
 * @throws Error where something does not arrive
 */
export async function playConversation(
	people: { alice: WorkspacePerson; carol: WorkspacePerson; bob: MatrixPerson },
	prefix: string,
	say: (line: string) => void,
): Promise<void> {
	const { alice, carol, bob } = people;
	say('');
	say(`Alice (Rocket.Chat) opens a direct message with ${bob.userId} (Matrix) by /federation dm:`);
	const opened = await openFromRocketChat(alice, bob, prefix, say);
	const times = { local: [] as number[], external: [] as number[] };
	for (const [speaker, text] of script) {
		times[speaker].push(await carry(opened, speaker, text, say));
	}

	say('');
	say('Bob (Matrix) opens a direct message with Carol (Rocket.Chat):');
	const answered = await openFromMatrix(carol, bob, prefix, 'Hello Carol, do you know me here?', say);
	times.local.push(await carry(answered, 'local', 'Now I do. You look like anybody else here.', say));

	say('');
	say(
		`Median time of a message: ${median(times.local)} ms from Rocket.Chat to Matrix, ` +
			`${median(times.external)} ms from Matrix to Rocket.Chat.`,
	);
}

async function openFromRocketChat(
	local: WorkspacePerson,
	external: MatrixPerson,
	prefix: string,
	say: (line: string) => void,
): Promise<DirectMessage> {
	const begun = Date.now();
	const noticesBefore = local.notices.length;
	await local.runCommand('federation', `dm ${external.userId}`, 'GENERAL');
	const notice = await local.waitForNotice(
		(heard) => local.notices.indexOf(heard) >= noticesBefore,
		COMMAND_LIMIT,
	);
	say(`  Rocket.Chat, only Alice sees: ${notice.text}`);
	const ghost = ghostOf(local, external, prefix);
	const room = await external.waitUntil(`a room of ${external.userId} with ${ghost}`, {
		timeout: COMMAND_LIMIT,
		look: () =>
			roomOfTwo(external, ghost) ??
			external
				.invitations()
				.find((candidate) =>
					['join', 'invite'].includes(candidate.getMember(ghost)?.membership ?? ''),
				),
	});
	if (room.getMyMembership() === 'invite') {
		say(`  Matrix, Bob sees after ${Date.now() - begun} ms: ${ghost} invites him, and joins`);
		await external.join(room.roomId);
	}
	const { _id: rocketChatId } = await local.waitForDirectRoom(external.userId.slice(1), COMMAND_LIMIT);
	return { local, external, rocketChatId, matrixId: room.roomId };
}

async function openFromMatrix(
	local: WorkspacePerson,
	external: MatrixPerson,
	prefix: string,
	text: string,
	say: (line: string) => void,
): Promise<DirectMessage> {
	const ghost = ghostOf(local, external, prefix);
	const known = roomOfTwo(external, ghost);
	const matrixId = known?.roomId ?? (await external.createDirectRoom(ghost));
	const before = await workspaceMessages(local, external);
	const { seen, milliseconds } = await timed(
		() => external.send(matrixId, text),
		async () => {
			const room = await local.waitForDirectRoom(external.userId.slice(1), MESSAGE_LIMIT);
			return local.waitForMessage(
				room._id,
				isNew(before, ({ text: seen }) => seen === text),
				MESSAGE_LIMIT,
			);
		},
	);
	const how = known ? 'in the room they have' : 'in a new room that the app made';
	say(`  Rocket.Chat, Carol sees after ${milliseconds} ms, ${how}: ${seen.sender}: ${seen.text}`);
	return { local, external, rocketChatId: seen.roomId, matrixId };
}

/** The room that somebody shares with a ghost and nobody else: they may both be in others, too. */
function roomOfTwo(external: MatrixPerson, ghost: string): Room | undefined {
	return external.joinedRooms().find(({ roomId }) => {
		const members = external.membersOf(roomId);
		return members.length === 2 && members.includes(ghost);
	});
}

/** Says something on one side and waits until it is on the other. @returns how long that took, in milliseconds */
async function carry(
	{ local, external, rocketChatId, matrixId }: DirectMessage,
	speaker: 'local' | 'external',
	text: string,
	say: (line: string) => void,
): Promise<number> {
	if (speaker === 'local') {
		const before = new Set(external.messages(matrixId).map(({ eventId }) => eventId));
		const { seen, milliseconds } = await timed(
			() => local.send(rocketChatId, text),
			() =>
				external.waitForMessage(
					matrixId,
					({ eventId, body }) => body === text && !before.has(eventId),
					MESSAGE_LIMIT,
				),
		);
		say(`  Rocket.Chat → Matrix ${inColumn(milliseconds)}  ${seen.sender}: ${seen.body}`);
		return milliseconds;
	}
	await local.listenTo(rocketChatId);
	const before = await workspaceMessages(local, external);
	const { seen, milliseconds } = await timed(
		() => external.send(matrixId, text),
		() =>
			local.waitForMessage(
				rocketChatId,
				isNew(before, ({ text: seen }) => seen === text),
				MESSAGE_LIMIT,
			),
	);
	say(`  Matrix → Rocket.Chat ${inColumn(milliseconds)}  ${seen.sender}: ${seen.text}`);
	return milliseconds;
}

/** Ids of the messages that the direct message of the two holds so far; none where there is no such room. */
async function workspaceMessages(
	local: WorkspacePerson,
	external: MatrixPerson,
): Promise<ReadonlySet<string>> {
	const room = await local.directRoomWith(external.userId.slice(1));
	return new Set(room ? (await local.messages(room._id)).map(({ id }) => id) : []);
}

/** An earlier conversation had the same lines. */
function isNew(
	before: ReadonlySet<string>,
	predicate: (message: WorkspaceMessage) => boolean,
): (message: WorkspaceMessage) => boolean {
	return (message) => !before.has(message.id) && predicate(message);
}

/** Watches before it sends. @returns what was seen, and the milliseconds from sending to seeing */
async function timed<Seen>(
	send: () => Promise<unknown>,
	watch: () => Promise<Seen>,
): Promise<{ seen: Seen; milliseconds: number }> {
	const begun = Date.now();
	const watching = watch().then((seen) => ({ seen, milliseconds: Date.now() - begun }));
	const [result] = await Promise.all([watching, send()]);
	return result;
}

/** A username without capitals and odd characters, as those of the sandbox, is the same in the ghost's name. */
function ghostOf(local: WorkspacePerson, external: MatrixPerson, prefix: string): string {
	const domain = external.userId.slice(external.userId.indexOf(':') + 1);
	return `@${prefix}${local.username}:${domain}`;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

function inColumn(milliseconds: number): string {
	return `${String(milliseconds).padStart(5)} ms`;
}
