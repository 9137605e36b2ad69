import { describe, expect, it } from 'vitest';
import { endsSoon, kioskAddress, type Token } from '../src/screens/accounts/model.js';
import { waitIn, wayBack } from '../src/screens/login/way.js';
import { sessionOf } from '../src/shell/session.js';

const back = (path: string) => wayBack(new URLSearchParams({ return: path }));

describe('after signing in', () => {
  it('goes back to a path of this host, and nowhere else', () => {
    expect(wayBack(new URLSearchParams())).toBe('/');
    expect(back('/plants/sewage-1?hours=24')).toBe('/plants/sewage-1?hours=24');
    expect(back('//attacker.example/')).toBe('/');
    expect(back('/\\attacker.example')).toBe('/');
    expect(back('https://attacker.example')).toBe('/');
    expect(back('javascript:alert(1)')).toBe('/');
    expect(back('/login?return=/')).toBe('/');
  });

  it('says how long to wait as the host says it', () => {
    expect(waitIn('Too many wrong attempts: try again in 120 s.')).toBe(120);
    expect(waitIn('Wait.')).toBe(null);
    expect(waitIn(null)).toBe(null);
  });
});

describe('the session as the host says it', () => {
  const body = { accounts_on: true, first_run: false, may: ['read'], shortest_password: 12 } as const;

  it('is a person, a panel, this machine, everybody or nobody', () => {
    expect(sessionOf({ ...body, kind: 'account', name: 'wang', role: 'operator' }))
      .toEqual({
        kind: 'account', name: 'wang', role: 'operator', may: ['read'], isFirstRun: false, shortestPassword: 12,
      });
    expect(sessionOf({ ...body, kind: 'kiosk', name: 'hall', role: 'viewer' }).role).toBe('kiosk');
    expect(sessionOf({ ...body, accounts_on: false, kind: 'local', role: 'administrator' }).kind).toBe('none');
    expect(sessionOf({ ...body, kind: 'anyone', role: 'viewer' }).kind).toBe('anyone');
    expect(sessionOf({ ...body, kind: 'nobody', first_run: true }))
      .toMatchObject({ kind: 'nobody', name: null, role: null, isFirstRun: true });
  });
});

describe('tokens', () => {
  const token: Token = {
    id: 1, name: 'hall', role: 'viewer', kiosk: true, state: 'in_force', created_at: '2026-01-01T00:00:00Z',
    created_by: 'account:boss', expires_at: '2026-03-01T00:00:00Z',
  };

  it('are told of two weeks before they end', () => {
    expect(endsSoon(token, Date.parse('2026-02-14T00:00:00Z'))).toBe(false);
    expect(endsSoon(token, Date.parse('2026-02-15T00:00:01Z'))).toBe(true);
    expect(endsSoon({ ...token, state: 'revoked' }, Date.parse('2026-02-28T00:00:00Z'))).toBe(false);
  });

  it('of a panel stand in the address that it opens once', () => {
    expect(kioskAddress('https://host:8080', 'tlm_a-b')).toBe('https://host:8080/?kiosk=1&token=tlm_a-b');
  });
});
