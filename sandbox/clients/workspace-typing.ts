import type { WorkspacePerson } from './workspace-client';

/** How long somebody types after the last event that says so, in milliseconds, as in the web client (`UserAction.ts`). */
const TYPING_LASTS = 15_000;

/** Who types in the rooms of a person: the event `user-activity` of the stream `notify-room`. */
export class WorkspaceTyping {
	/** By room: the timer that ends each username's typing. */
	private readonly typing = new Map<string, Map<string, NodeJS.Timeout>>();

	/** @param changed is called when somebody begins or ends */
	constructor(
		private readonly person: WorkspacePerson,
		private readonly changed: () => void,
	) {}

	async listenTo(roomId: string): Promise<void> {
		await this.person.realtime.subscribe(
			'notify-room',
			`${roomId}/user-activity`,
			(username, activities) =>
				this.note(
					roomId,
					String(username),
					Array.isArray(activities) && activities.includes('user-typing'),
				),
		);
	}

	/** Usernames, whoever began first comes first. */
	in(roomId: string): string[] {
		return [...(this.typing.get(roomId)?.keys() ?? [])];
	}

	/** Tells the others that the person types, or has stopped, as the web client does. */
	async tell(roomId: string, typing: boolean): Promise<void> {
		const activities = typing ? ['user-typing'] : [];
		const event = `${roomId}/user-activity`;
		await this.person.realtime.call('stream-notify-room', event, this.person.username, activities, {});
	}

	private note(roomId: string, username: string, typing: boolean): void {
		if (username === this.person.username) {
			return;
		}
		const inRoom = this.typing.get(roomId) ?? new Map<string, NodeJS.Timeout>();
		this.typing.set(roomId, inRoom);
		clearTimeout(inRoom.get(username));
		if (typing) {
			inRoom.set(username, setTimeout(() => this.note(roomId, username, false), TYPING_LASTS).unref());
		} else {
			inRoom.delete(username);
		}
		this.changed();
	}
}
