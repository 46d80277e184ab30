import type { WorkspacePerson } from './workspace-client';

/** Which people of a workspace have an avatar. Rocket.Chat draws the first letter of the others. */
export class WorkspaceAvatars {
	/** Etags by username. A picture that changes has a new one. */
	private etags: Promise<Map<string, string>> | undefined;

	/** @param changed is called when somebody's avatar has changed */
	constructor(
		private readonly person: WorkspacePerson,
		private readonly changed: () => void,
	) {}

	/** @returns a function that finds the path of somebody's avatar by the username; undefined if they have none */
	async paths(): Promise<(username: string) => string | undefined> {
		this.etags ??= this.load();
		const etags = await this.etags;
		return (username) => {
			const etag = etags.get(username);
			return etag === undefined ? undefined : `/avatar/${encodeURIComponent(username)}?etag=${etag}`;
		};
	}

	/** Reads all once, and then hears of the changes (Rocket.Chat: `listeners.module.ts`, `user.avatarUpdate`). */
	private async load(): Promise<Map<string, string>> {
		const etags = new Map<string, string>();
		const note = (username: unknown, etag: unknown) => {
			if (typeof username === 'string' && typeof etag === 'string') {
				etags.set(username, etag);
			} else {
				etags.delete(String(username));
			}
		};
		await this.person.realtime.subscribe('notify-logged', 'updateAvatar', (update) => {
			const { username, etag } = Object(update) as Record<string, unknown>;
			note(username, etag);
			this.changed();
		});
		const { users } = await this.person.rest.get<{ users: { username?: string; avatarETag?: string }[] }>(
			'/api/v1/users.list',
			{ count: '0' },
		);
		users.filter(({ avatarETag }) => avatarETag).forEach((user) => note(user.username, user.avatarETag));
		return etags;
	}
}
