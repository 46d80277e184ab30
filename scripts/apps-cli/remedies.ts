/** By words of the message of a failure: what the person can do. */
type Remedies = Readonly<Record<string, string>>;

/** For messages of apps-cli 1.9.0 itself (lib/misc/deployHelpers.js). */
export const appsCliRemedies: Remedies = {
	'Problems conecting to Rocket.Chat':
		'No Rocket.Chat workspace answers at this address. Open it in a browser; --url is the part before /home.',
	'Invalid username and password':
		'The workspace refused the login. Check --username and the password. With two-factor authentication use --userId and --token: a personal access token made with "Ignore Two Factor Authentication".',
	'Invalid API token':
		'The workspace refused the token. An administrator makes one under My Account > Personal Access Tokens; --userId is the id shown with it, not the username.',
};

/** For messages of the workspace, which apps-cli passes on. */
const workspaceRemedies: Remedies = {
	'error-unauthorized':
		'This user may not install apps. Use an administrator, or a role with the permission manage-apps.',
	'Can not update an App that does not currently exist':
		'The app is not installed in this workspace. Leave --update out.',
	Cannot_Update_Exempt_App:
		'A workspace on Community takes no updates of private apps by upload. It needs a plan, or the app from the marketplace.',
};

/**
 * @param line of the output of apps-cli
 * @returns what the person can do; `undefined` if the line names no known failure
 */
export function remedyFor(line: string): string | undefined {
	const remedies = Object.entries({ ...appsCliRemedies, ...workspaceRemedies });
	return remedies.find(([words]) => line.includes(words))?.[1];
}
