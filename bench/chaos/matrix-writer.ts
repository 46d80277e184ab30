import type { SentFile } from '../../sandbox/clients/sent-file';
import { NumberedFiles } from './numbered-file';
import { startsNumbered } from './numbered-text';

/** Milliseconds between two attempts of a request that got no answer. */
const RETRY_PAUSE = 200;
/** How long a client waits for an answer, in milliseconds. */
const ANSWER_LIMIT = 20_000;
/** Events of one page of a room's history. */
const PAGE = 500;
/** Events among which the latest messages are looked for. */
const LATEST = 30;

/** An event of a room, as `/messages` gives it. */
export interface RoomEvent {
	readonly event_id: string;
	readonly type: string;
	readonly sender: string;
	readonly state_key?: string;
	readonly content: Readonly<Record<string, unknown>>;
}

interface SyncAnswer {
	readonly next_batch: string;
	readonly rooms?: {
		readonly invite?: Readonly<
			Record<string, { readonly invite_state: { readonly events: readonly RoomEvent[] } }>
		>;
	};
}

/**
 * A person on Matrix. Their client retries a request without an answer in the same transaction until the homeserver
 * answers, as clients do, so that each message that is sent is accepted in the end.
 */
export class MatrixWriter {
	/** The homeserver's files, as this person sees them. */
	readonly files = new NumberedFiles((mxc) => this.download(mxc));
	/** What the events with a file that this person has sent hold, by their ids. */
	private readonly fileContents = new Map<string, object>();
	private lastTransaction = 0;
	private nextBatch = '';
	/** Who has invited this person, by room; also to rooms that they have joined since. */
	private readonly invitations = new Map<string, string>();

	/**
	 * @param url of the homeserver
	 * @param session makes transaction ids unique between runs
	 */
	constructor(
		readonly url: string,
		readonly userId: string,
		readonly accessToken: string,
		private readonly session: string,
	) {}

	/** @returns the event's id */
	async send(roomId: string, body: string): Promise<string> {
		return this.sendEvent(roomId, 'm.room.message', { msgtype: 'm.text', body });
	}

	/** Sends files, each as an event of its own; the first one has the text as its caption. @returns the first event's id */
	async sendFiles(roomId: string, text: string, files: readonly SentFile[]): Promise<string> {
		const eventIds: string[] = [];
		for (const file of files) {
			const caption = eventIds.length === 0 ? text : file.name;
			eventIds.push(await this.sendUploaded(roomId, caption, await this.upload(file)));
		}
		return eventIds[0] ?? '';
	}

	/** Sends the event of a file that `upload` has uploaded. @returns its id */
	async sendUploaded(roomId: string, body: string, content: object): Promise<string> {
		const eventId = await this.sendEvent(roomId, 'm.room.message', { ...content, body });
		this.fileContents.set(eventId, content);
		return eventId;
	}

	/** Uploads a file. @returns the content of its event, without a body */
	async upload({ name, type, bytes }: SentFile): Promise<{ readonly url: string }> {
		const answer = await this.request('POST', `media/v3/upload?filename=${enc(name)}`, {
			type,
			bytes: new Uint8Array(bytes),
		});
		const { content_uri: url } = JSON.parse(answer.toString()) as { content_uri: string };
		const info = { mimetype: type, size: bytes.length };
		const content = { msgtype: 'm.file', filename: name, url, info };
		return content;
	}

	/** Downloads a file. @param mxc its address */
	download(mxc: string): Promise<Buffer> {
		return this.request('GET', `client/v1/media/download/${mxc.slice('mxc://'.length)}`);
	}

	/** Changes a text, or the caption of a file. @returns the id of the edit's event */
	async edit(roomId: string, eventId: string, body: string): Promise<string> {
		const content = this.fileContents.get(eventId) ?? { msgtype: 'm.text' };
		return this.sendEvent(roomId, 'm.room.message', {
			...content,
			body: `* ${body}`,
			'm.new_content': { ...content, body },
			'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
		});
	}

	/** @returns the id of the reaction's event */
	async react(roomId: string, eventId: string, key: string): Promise<string> {
		return this.sendEvent(roomId, 'm.reaction', {
			'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key },
		});
	}

	/** Answers a message in its thread, or with a quote. @returns the event's id */
	async answer(roomId: string, body: string, target: string, how: 'thread' | 'quote'): Promise<string> {
		const inReplyTo = { 'm.in_reply_to': { event_id: target } };
		const thread = { ...inReplyTo, rel_type: 'm.thread', event_id: target, is_falling_back: true };
		const relation = how === 'thread' ? thread : inReplyTo;
		return this.sendEvent(roomId, 'm.room.message', {
			...{ msgtype: 'm.text', body, 'm.relates_to': relation },
		});
	}

	/** @returns the ids of the events that are pinned */
	async pinned(roomId: string): Promise<string[]> {
		const { pinned } = await this.stateOf(roomId, 'm.room.pinned_events');
		return Array.isArray(pinned) ? pinned.map(String) : [];
	}

	async pin(roomId: string, eventId: string): Promise<void> {
		const pinned = [...(await this.pinned(roomId)), eventId];
		await this.setState(roomId, 'm.room.pinned_events', { pinned });
	}

	/** @returns the ids of the latest numbered messages of others that answer nothing, in no order */
	async latestOfOthers(roomId: string): Promise<string[]> {
		const { chunk } = await this.call<{ chunk: RoomEvent[] }>(
			'GET',
			`rooms/${enc(roomId)}/messages?dir=b&limit=${LATEST}`,
		);
		return chunk
			.filter(({ sender, content }) => sender !== this.userId && !('m.relates_to' in content))
			.filter(({ content: { body } }) => typeof body === 'string' && startsNumbered(body))
			.map(({ event_id: eventId }) => eventId);
	}

	async redact(roomId: string, eventId: string): Promise<void> {
		await this.call('PUT', `rooms/${enc(roomId)}/redact/${enc(eventId)}/${this.transaction()}`, {});
	}

	async join(roomId: string): Promise<void> {
		await this.call('POST', `join/${enc(roomId)}`, {});
	}

	async leave(roomId: string): Promise<void> {
		await this.call('POST', `rooms/${enc(roomId)}/leave`, {});
	}

	async kick(roomId: string, userId: string): Promise<void> {
		await this.call('POST', `rooms/${enc(roomId)}/kick`, { user_id: userId });
	}

	/** Sends state with an empty key. */
	async setState(roomId: string, type: string, content: object): Promise<void> {
		await this.call('PUT', `rooms/${enc(roomId)}/state/${type}`, content);
	}

	/** @returns the content of state with an empty key; empty if there is none */
	async stateOf(roomId: string, type: string): Promise<Readonly<Record<string, unknown>>> {
		return this.call<Record<string, unknown>>('GET', `rooms/${enc(roomId)}/state/${type}`).catch(
			(error: unknown) => {
				if (String(error).includes('M_NOT_FOUND')) {
					return {};
				}
				throw error;
			},
		);
	}

	/** @returns the ids of those who are in a room */
	async joinedMembers(roomId: string): Promise<string[]> {
		const { joined } = await this.call<{ joined: Record<string, unknown> }>(
			'GET',
			`rooms/${enc(roomId)}/joined_members`,
		);
		return Object.keys(joined);
	}

	/** Creates a direct room and invites somebody into it. @returns the room's id */
	async createDirectRoom(userId: string): Promise<string> {
		const { room_id: roomId } = await this.call<{ room_id: string }>('POST', 'createRoom', {
			preset: 'trusted_private_chat',
			is_direct: true,
			invite: [userId],
		});
		return roomId;
	}

	/** @returns the ids of the rooms that this user has invited this person to */
	async invitationsFrom(userId: string): Promise<string[]> {
		const filter = JSON.stringify({ room: { timeline: { limit: 0 } }, presence: { not_types: ['*'] } });
		// From the last token on: Synapse answers a repeated first sync from a cache.
		const since = this.nextBatch && `&since=${enc(this.nextBatch)}`;
		const answer = await this.call<SyncAnswer>('GET', `sync?timeout=0&filter=${enc(filter)}${since}`);
		this.nextBatch = answer.next_batch;
		for (const [roomId, { invite_state: state }] of Object.entries(answer.rooms?.invite ?? {})) {
			const invitation = state.events.find(
				({ type, state_key: target }) => type === 'm.room.member' && target === this.userId,
			);
			this.invitations.set(roomId, invitation?.sender ?? '');
		}
		return [...this.invitations].filter(([, inviter]) => inviter === userId).map(([roomId]) => roomId);
	}

	/** All events of a room, oldest first, in the homeserver's order. */
	async history(roomId: string): Promise<RoomEvent[]> {
		const events: RoomEvent[] = [];
		let from = '';
		for (;;) {
			const query = `dir=f&limit=${PAGE}${from && `&from=${enc(from)}`}`;
			const { chunk, end } = await this.call<{ chunk: RoomEvent[]; end?: string }>(
				'GET',
				`rooms/${enc(roomId)}/messages?${query}`,
			);
			events.push(...chunk);
			if (end === undefined || chunk.length === 0) {
				return events;
			}
			from = end;
		}
	}

	private async sendEvent(roomId: string, type: string, content: object): Promise<string> {
		const { event_id: eventId } = await this.call<{ event_id: string }>(
			'PUT',
			`rooms/${enc(roomId)}/send/${type}/${this.transaction()}`,
			content,
		);
		return eventId;
	}

	private transaction(): string {
		this.lastTransaction += 1;
		return `${this.session}-${this.lastTransaction}`;
	}

	/** @throws Error if the homeserver refuses */
	private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const json = body && { type: 'application/json', bytes: JSON.stringify(body) };
		return JSON.parse((await this.request(method, `client/v3/${path}`, json)).toString()) as Answer;
	}

	/** @param path below `/_matrix/` @throws Error if the homeserver refuses */
	private async request(
		method: string,
		path: string,
		body?: { readonly type: string; readonly bytes: string | Uint8Array<ArrayBuffer> },
	): Promise<Buffer> {
		for (;;) {
			const answer = await fetch(`${this.url}/_matrix/${path}`, {
				method,
				headers: {
					authorization: `Bearer ${this.accessToken}`,
					...(body && { 'content-type': body.type }),
				},
				signal: AbortSignal.timeout(ANSWER_LIMIT),
				...(body && { body: body.bytes }),
			})
				.then(async (response) => ({
					status: response.status,
					bytes: Buffer.from(await response.arrayBuffer()),
				}))
				.catch(() => undefined);
			if (answer?.status === 200) {
				return answer.bytes;
			}
			// While the homeserver starts or stops it may answer 5xx.
			if (answer && answer.status < 500) {
				const text = answer.bytes.toString().slice(0, 300);
				throw new Error(`${method} ${path}: status ${answer.status}, ${text}`);
			}
			await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE));
		}
	}
}

const enc = encodeURIComponent;
