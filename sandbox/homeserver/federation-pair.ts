import { localCertificate } from './certificate';
import { freePort } from './free-port';
import type { HomeserverOptions } from './homeserver';
import type { SoftwareName } from './homeserver-software';

/** What a homeserver that federates with another one on this machine is started with. */
export type FederatingHomeserver = Required<
	Pick<HomeserverOptions, 'serverName' | 'software' | 'federatesWith' | 'federation'>
> &
	Pick<HomeserverOptions, 'roomVersion'>;

/** The newest version of rooms that Dendrite 0.13.8 knows. */
const DENDRITE_ROOM_VERSION = '11';

/**
 * Two homeservers that federate over loopback, with each other only. They find each other by their server names, which
 * are an address and a port, and trust one certificate that is made here (server-server API, "Resolving server names").
 * @param ports on which they listen for each other; 0: any free port. The server names contain them
 */
export async function federationPair(
	first: SoftwareName,
	second: SoftwareName,
	ports: readonly [number, number] = [0, 0],
): Promise<[FederatingHomeserver, FederatingHomeserver]> {
	const certificate = await localCertificate();
	const [firstPort, secondPort] = [await freePort(ports[0]), await freePort(ports[1])];
	const federatesWith = [firstPort, secondPort].map((port) => `localhost:${port}`);
	const homeserver = (software: SoftwareName, port: number): FederatingHomeserver => ({
		software,
		serverName: `localhost:${port}`,
		federatesWith,
		federation: { port, certificate },
		...([first, second].includes('dendrite') && { roomVersion: DENDRITE_ROOM_VERSION }),
	});
	return [homeserver(first, firstPort), homeserver(second, secondPort)];
}
