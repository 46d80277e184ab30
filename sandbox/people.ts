import { MatrixPerson } from './clients/matrix-client';
import type { WorkspaceAdministration } from './clients/workspace-administration';
import { WorkspacePerson } from './clients/workspace-client';
import type { Homeserver } from './homeserver/homeserver';
import type { SandboxState } from './state';

/** The users of the sandbox: Admin, Alice and Carol in Rocket.Chat, Bob and Dave on Matrix. */
export interface People {
	readonly admin: WorkspacePerson;
	readonly alice: WorkspacePerson;
	readonly carol: WorkspacePerson;
	readonly bob: MatrixPerson;
	readonly dave: MatrixPerson;
	stop(): void;
}

/** Creates the users who do not exist yet and logs all of them in. */
export async function logInPeople(
	administration: WorkspaceAdministration,
	homeserver: Homeserver,
	state: SandboxState,
): Promise<People> {
	const { admin } = administration;
	const local = async (username: string, name: string) => {
		const password = state.passwordOf(username, process.env.SANDBOX_WORKSPACE_PASSWORD);
		await administration.ensureUser({ username, password, name, email: `${username}@example.org` });
		return WorkspacePerson.login(admin.rest.url, username, password);
	};
	const external = async (localpart: string, name: string) => {
		const password = state.passwordOf(localpart, process.env.SANDBOX_HOMESERVER_SECRET);
		const person = await MatrixPerson.resume(
			homeserver.url,
			await homeserver.register(localpart, password),
		);
		await person.client.setDisplayName(name);
		return person;
	};
	const [alice, carol, bob, dave] = await Promise.all([
		local('alice', 'Alice'),
		local('carol', 'Carol'),
		external('bob', 'Bob'),
		external('dave', 'Dave'),
	]);
	const all = [alice, carol, bob, dave];
	return { admin, alice, carol, bob, dave, stop: () => all.forEach((person) => person.stop()) };
}
