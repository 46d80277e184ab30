import type { Room as MatrixRoom } from 'matrix-js-sdk';
import type { MatrixPerson } from '../clients/matrix-client';
import type { Message, Person, Room, Side } from './side';

/** The column of Matrix. */
export function matrixSide(persons: readonly { person: MatrixPerson; name: string }[]): Side {
	return {
		title: 'Matrix',
		persons: persons.map(({ person, name }) => new MatrixPersonOnPage(person, name)),
	};
}

class MatrixPersonOnPage implements Person {
	readonly address: string;

	constructor(
		private readonly person: MatrixPerson,
		readonly name: string,
	) {
		this.address = person.userId;
	}

	async rooms(): Promise<Room[]> {
		const listed = (rooms: readonly MatrixRoom[], invitation: boolean) =>
			[...rooms]
				.sort((one, other) => other.getLastActiveTimestamp() - one.getLastActiveTimestamp())
				.map(({ roomId: id, name }): Room => ({ id, name, invitation }));
		return [...listed(this.person.invitations(), true), ...listed(this.person.joinedRooms(), false)];
	}

	async messages(roomId: string): Promise<Message[]> {
		return this.person
			.messages(roomId)
			.filter(({ redacted }) => !redacted)
			.map(({ eventId: id, sender, body: text, sentAt: at, content }) => {
				const kind = sender === this.address ? 'own' : 'other';
				return { id, sender, text, at, kind: content.msgtype === 'm.notice' ? 'system' : kind };
			});
	}

	async write(roomId: string, text: string): Promise<void> {
		await this.person.send(roomId, text);
	}

	async join(roomId: string): Promise<void> {
		await this.person.join(roomId);
	}

	async openDirectMessage(address: string): Promise<string> {
		return this.person.createDirectRoom(address);
	}

	onChange(listener: () => void): void {
		this.person.onAnything(listener);
	}
}
