import { generate } from 'selfsigned';

/** A certificate that signs itself, with its private key, both as PEM. */
export interface Certificate {
	readonly certificate: string;
	readonly privateKey: string;
}

/** @returns a new certificate for `localhost`; homeservers that federate on this machine share it, and trust only it */
export async function localCertificate(): Promise<Certificate> {
	const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'localhost' }], {
		keyType: 'ec',
		curve: 'P-256',
		algorithm: 'sha256',
		extensions: [
			{ name: 'basicConstraints', cA: true },
			{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
		],
	});
	return { certificate: cert, privateKey };
}
