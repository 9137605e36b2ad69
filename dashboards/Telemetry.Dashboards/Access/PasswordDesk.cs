using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>What came of comparing a password.</summary>
/// <param name="Better">The same password hashed anew where its hash is of an older way; else null.</param>
internal readonly record struct PasswordMatch(bool IsRight, string? Better);

/// <summary>
/// Rules and hashes of passwords. Hashing is slow on purpose, so only a few are at it at once: many sign-ins must not
/// take the processor from the readings.
/// </summary>
public sealed class PasswordDesk : IDisposable
{
    /// <summary>A longer one costs hashing time and gains nothing.</summary>
    public const int Longest = 256;

    private const int AtOnce = 2;

    private readonly IPasswordHasher<Account> _hasher;
    private readonly int _shortest;
    private readonly SemaphoreSlim _hashing = new(AtOnce, AtOnce);
    private readonly Account _nobody;

    public PasswordDesk(IPasswordHasher<Account> hasher, AccessOptions access)
    {
        _hasher = hasher;
        _shortest = access.ShortestPassword;
        _nobody = new Account(0, "", Role.Viewer, false, null, null, null, "", default, "", null);
        _nobody = _nobody with { PasswordHash = hasher.HashPassword(_nobody, Secrets.NewToken()) };
    }

    /// <summary>Why it can't be a password; null where it can.</summary>
    public string? Refusal(string? password, string name)
    {
        if (string.IsNullOrEmpty(password)) return "password is wanted";
        if (password.Length < _shortest || password.Length > Longest)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"password: {_shortest} to {Longest} characters; a few words in a row are easy to keep in mind");
        }
        if (AccountName.Fold(password) == AccountName.Fold(name)) return "password: anything but the name itself";
        return password.Distinct().Count() < 4 ? "password: at least 4 different characters" : null;
    }

    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(_nobody, password), cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }
    }

    /// <summary>
    /// Takes the same time whether there is such an account or not: where there is none, a hash of nobody's is
    /// compared.
    /// </summary>
    internal async Task<PasswordMatch> MatchAsync(
        Account? account, string password, CancellationToken cancellationToken)
    {
        var judged = account is { Enabled: true, PasswordHash: not null } ? account : _nobody;
        var typed = password.Length <= Longest ? password : password[..Longest];
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            var verdict = await Task.Run(
                () => _hasher.VerifyHashedPassword(judged, judged.PasswordHash!, typed), cancellationToken);
            if (ReferenceEquals(judged, _nobody) || verdict == PasswordVerificationResult.Failed
                || typed.Length != password.Length)
                return default;
            var better = verdict == PasswordVerificationResult.SuccessRehashNeeded
                ? await Task.Run(() => _hasher.HashPassword(judged, typed), cancellationToken) : null;
            return new PasswordMatch(true, better);
        }
        finally
        {
            _hashing.Release();
        }
    }

    public void Dispose() => _hashing.Dispose();
}
