using System.Net;
using Microsoft.Extensions.Logging;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Access;

/// <summary>What came of an attempt: an account, or how long to wait, or neither.</summary>
internal sealed record SignInResult(Account? Account, TimeSpan Wait)
{
    public static readonly SignInResult Wrong = new(null, TimeSpan.Zero);
}

/// <summary>Compares names with passwords and one-time codes, and holds up who guesses.</summary>
internal sealed class SignInDesk(
    AccountsInForce accounts, PasswordDesk passwords, SignInBrake brake, TimeProvider time, ILogger<SignInDesk> logger)
{
    public async Task<SignInResult> SignInAsync(
        string name, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (brake.Begin(name, address, out var wait) is not { } attempt) return new SignInResult(null, wait);
        var account = (await accounts.CurrentAsync(cancellationToken)).Find(name);
        var match = await passwords.MatchAsync(account, password, cancellationToken);
        if (!match.IsRight) return await WrongAsync(account, attempt, address, cancellationToken);
        brake.Succeeded(name, address);
        if (match.Better is { } better)
            await accounts.Accounts.RehashAsync(account!.Id, account.PasswordHash!, better, cancellationToken);
        await NoteAsync(account!, address, cancellationToken);
        return new SignInResult(account, TimeSpan.Zero);
    }

    /// <summary>Whether this is the account's password; counts as an attempt.</summary>
    public async Task<SignInResult> ConfirmAsync(
        Account account, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (brake.Begin(account.Name, address, out var wait) is not { } attempt) return new SignInResult(null, wait);
        var match = await passwords.MatchAsync(account, password, cancellationToken);
        if (!match.IsRight) return await WrongAsync(account, attempt, address, cancellationToken);
        brake.Succeeded(account.Name, address);
        return new SignInResult(account, TimeSpan.Zero);
    }

    /// <summary>Sets the password by a one-time code, and signs in.</summary>
    public async Task<SignInResult> RedeemAsync(
        string name, string code, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (brake.Begin(name, address, out var wait) is not { } attempt) return new SignInResult(null, wait);
        var account = (await accounts.CurrentAsync(cancellationToken)).Find(name);
        var typed = Secrets.HashOfCode(code);
        var isRight = Secrets.AreSame(account?.CodeHash ?? Secrets.HashOf(""), typed);
        if (!isRight || account is not { Enabled: true } || !(account.CodeUntil > time.GetUtcNow()))
            return await WrongAsync(account, attempt, address, cancellationToken);
        var hash = await passwords.HashAsync(password, cancellationToken);
        var change = new AccountChange { PasswordHash = hash, OnlyWithCode = typed };
        var receipt = await accounts.Accounts.ChangeAsync(
            account.Id, change, Storage.Operations.Actor.Account(account.Name), cancellationToken);
        accounts.Forget();
        if (receipt.Outcome != AccountOutcome.Done)
            return await WrongAsync(account, attempt, address, cancellationToken);
        brake.Succeeded(name, address);
        await NoteAsync(receipt.Account!, address, cancellationToken);
        return new SignInResult(receipt.Account, TimeSpan.Zero);
    }

    /// <summary>Counts an attempt that has no name, such as the first-run code; null where it may be made.</summary>
    public SignInResult? Held(string key, IPAddress? address) =>
        brake.Begin(key, address, out var wait) is null ? new SignInResult(null, wait) : null;

    public void Succeeded(string key, IPAddress? address) => brake.Succeeded(key, address);

    /// <summary>Only a lock-out is written down: who guesses must not fill the ledger.</summary>
    private async Task<SignInResult> WrongAsync(
        Account? account, SignInAttempt attempt, IPAddress? address, CancellationToken cancellationToken)
    {
        if (attempt.Longer is not { } held) return SignInResult.Wrong;
        var from = SignInBrake.WordsFor(address);
        Log.LockedOut(logger, from ?? "an unknown address", held.Until, held.Failures);
        try
        {
            await accounts.Accounts.LockedOutAsync(account?.Name, from, held.Until, held.Failures, cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            Log.SignInNotNoted(logger, account?.Name ?? "nobody", unavailable.Message);
        }
        return SignInResult.Wrong;
    }

    private async Task NoteAsync(Account account, IPAddress? address, CancellationToken cancellationToken)
    {
        await accounts.Accounts.SignedInAsync(account.Id, SignInBrake.WordsFor(address), cancellationToken);
        accounts.Forget();
    }
}
