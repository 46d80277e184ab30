import { runCommand } from './command';

/**
 * The mirror of Debian's packages that this machine's apt uses.
 * @returns its address without a slash at the end
 * @throws Error where apt knows none
 */
export async function debianMirror(): Promise<string> {
	const listing = await runCommand('apt-get', [
		'indextargets',
		'--format',
		'$(REPO_URI) $(CODENAME) $(COMPONENT)',
		'Created-By: Packages',
	]);
	const mirror = mirrorIn(listing);
	if (mirror === undefined) {
		throw new Error("apt's configuration on this machine names no mirror of Debian");
	}
	return mirror;
}

/**
 * Picks the mirror out of what `apt-get indextargets` lists, a line `<address> <codename> <component>` for each
 * index. Only the archive itself holds every suite: security updates and foreign archives do not serve.
 */
export function mirrorIn(listing: string): string | undefined {
	return listing
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, codename, component]) => component === 'main' && !codename?.endsWith('-security'))
		.map(([address = '']) => address.replace(/\/+$/, ''))
		.find((address) => /^https?:/.test(address) && /debian(?!-)/i.test(new URL(address).pathname));
}

/**
 * Settings of apt that a download from the mirror may need and that only this machine's configuration knows:
 * proxies and certificates.
 * @returns lines as apt's configuration files have them
 */
export async function connectionSettings(): Promise<string[]> {
	return connectionSettingsIn(await runCommand('apt-config', ['dump', '--format', '%f "%v";%n']));
}

/** Picks them out of a dump of apt's configuration. */
export function connectionSettingsIn(dump: string): string[] {
	return dump
		.split('\n')
		.filter((line) =>
			/^Acquire::(http|https)::([^ ]*::)?(Proxy|CaInfo|Verify-Peer|Verify-Host)\b/i.test(line),
		)
		.filter((line) => !line.endsWith(' "";'));
}
