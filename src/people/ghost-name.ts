import { cleanDisplayName } from '../convert/display-name';
import { failureOf } from '../failure';
import type { ConfiguredBridge } from '../configured-bridge';
import type { RocketChatUser } from '../rocketchat/entities';
import type { UserLink } from '../store/store';

type NamedUser = Pick<RocketChatUser, 'id' | 'username'> & { readonly name?: string | undefined };

/** @returns the display name of a local user's ghost */
export function ghostNameOf({ name, username }: NamedUser): string {
	return cleanDisplayName(name ?? '') || username;
}

/**
 * Gives a ghost the present name of its local user, if that has changed. A name that cannot be set now is set at the next
 * message. Costs no call while memory knows the name.
 * @param known the link of the user, as memory has it
 */
export async function followLocalName(
	bridge: ConfiguredBridge,
	user: NamedUser,
	known: UserLink,
): Promise<void> {
	const { store, userCreations, log } = bridge;
	const name = ghostNameOf(user);
	// Some objects of the host lack the name.
	if (user.name === undefined || known.name === name) {
		return;
	}
	await userCreations
		.run(`name of ${user.id}`, async () => {
			// Another instance may have set it, and links of version 0.2 and older do not say it.
			const links = await store.users.allByRocketChatId(user.id);
			const link = links.find(({ matrixId }) => matrixId === known.matrixId) ?? known;
			if (link.name !== name) {
				await setName(bridge, link, name);
			}
			const named = { ...link, name };
			await store.users.change(named);
			return named;
		})
		.catch((error: unknown) => {
			log.failure('a ghost did not get its new name', failureOf(error), { userId: known.matrixId });
		});
}

async function setName({ homeserver }: ConfiguredBridge, link: UserLink, name: string): Promise<void> {
	const isSet =
		link.name === undefined && (await homeserver.accounts.profile(link.matrixId)).displayname === name;
	if (!isSet) {
		await homeserver.accounts.setDisplayName(link.matrixId, name);
	}
}
