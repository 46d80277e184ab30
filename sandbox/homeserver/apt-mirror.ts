import { runCommand } from './command';

/**
 * Finds the mirror of Debian's archive that apt uses on this machine.
 * @returns its address without a slash at the end
 * @throws Error if apt is configured with none
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
 * Finds the mirror in the output of `apt-get indextargets`: one line `<address> <codename> <component>` for each index.
 * Leaves out security updates and archives of other distributions: they do not have the suite sid.
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
 * Reads the proxies and certificates from this machine's apt configuration; a download from the mirror may need them.
 * @returns lines in the format of apt's configuration files
 */
export async function connectionSettings(): Promise<string[]> {
	return connectionSettingsIn(await runCommand('apt-config', ['dump', '--format', '%f "%v";%n']));
}

/** @param dump output of `apt-config dump` @returns its lines about proxies and certificates that are not empty */
export function connectionSettingsIn(dump: string): string[] {
	return dump
		.split('\n')
		.filter((line) =>
			/^Acquire::(http|https)::([^ ]*::)?(Proxy|CaInfo|Verify-Peer|Verify-Host)\b/i.test(line),
		)
		.filter((line) => !line.endsWith(' "";'));
}
