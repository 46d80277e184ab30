import { expect } from 'chai';
import { connectionSettingsIn, mirrorIn } from '../../../sandbox/homeserver/apt-mirror';

describe("the machine's own apt configuration", () => {
	it('names the mirror of the archive, not that of the security updates', () => {
		const listing = [
			'http://security.mirror.test/debian-security/ trixie-security main',
			'http://mirror.test/debian/ trixie contrib',
			'http://mirror.test/debian/ trixie main',
			'http://mirror.test/debian/ trixie-updates main',
			'',
		].join('\n');
		expect(mirrorIn(listing)).to.equal('http://mirror.test/debian');
	});

	it('names a mirror with a longer path', () => {
		expect(mirrorIn('https://mirror.test/pub/linux/debian/ sid main\n')).to.equal(
			'https://mirror.test/pub/linux/debian',
		);
	});

	it('names no mirror if there are only other distributions, disks or security updates', () => {
		const listing = [
			'http://mirror.test/ubuntu/ noble main',
			'cdrom://debian/ trixie main',
			'https://packages.test/node_20.x/ nodistro main',
			'http://mirror.test/debian-security/ trixie/updates main',
		].join('\n');
		expect(mirrorIn(listing)).to.equal(undefined);
		expect(mirrorIn('')).to.equal(undefined);
	});

	it('has proxies and certificates, which are separated from all other settings', () => {
		const dump = [
			'APT::Architecture "amd64";',
			'Acquire::http::Proxy "http://proxy.test:3128";',
			'Acquire::http::Proxy::mirror.test "DIRECT";',
			'Acquire::https::mirror.test::CaInfo "/etc/ssl/own.pem";',
			'Acquire::https::Verify-Peer "false";',
			'Acquire::http::Pipeline-Depth "0";',
			'Acquire::http::Proxy-Auto-Detect "";',
			'Acquire::ftp::Proxy "http://proxy.test:3128";',
			'Acquire::https::Proxy "";',
		].join('\n');
		expect(connectionSettingsIn(dump)).to.deep.equal([
			'Acquire::http::Proxy "http://proxy.test:3128";',
			'Acquire::http::Proxy::mirror.test "DIRECT";',
			'Acquire::https::mirror.test::CaInfo "/etc/ssl/own.pem";',
			'Acquire::https::Verify-Peer "false";',
		]);
	});
});
