using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Operations.Ledger;

namespace Telemetry.Storage.Tests.Operations;

public sealed class AccountTests : IDisposable
{
    private readonly OperationsRig _rig = new();

    private IAccounts Sut => _rig.Store.Accounts;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Add_IsThereAfterTheNextStart_AndInTheLedger()
    {
        await AddAsync("王芳", Role.Operator);

        var account = Assert.Single((await _rig.Reopen().Accounts.ReadAsync(default)).Accounts);

        Assert.Equal(("王芳", Role.Operator, true, "hash"),
            (account.Name, account.Role, account.Enabled, account.PasswordHash));
        var row = Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
        Assert.Equal((LedgerKind.Account, "account:王芳", "new here"), (row.Kind, row.Subject, row.Why));
        Assert.Equal("""{"event":"created","role":"operator","state":"enabled"}""", row.After);
    }

    [Theory]
    [InlineData("wang")]
    [InlineData("WANG")]
    [InlineData("ｗａｎｇ")]
    public async Task Add_ANameThatReadsTheSame_IsRefused(string name)
    {
        await AddAsync("wang", Role.Viewer);

        Assert.Equal(AccountOutcome.NameTaken, (await AddAsync(name, Role.Viewer)).Outcome);
        Assert.Equal(AccountOutcome.NameTaken, (await AddTokenAsync(name)).Outcome);
    }

    [Fact]
    public async Task Add_TheFirstTwiceAtOnce_MakesOneAdministrator()
    {
        var second = _rig.Open();
        var receipts = await Task.WhenAll(
            FirstAsync(Sut, "a"), FirstAsync(second.Accounts, "b"));
        second.Dispose();

        Assert.Equal(
            [AccountOutcome.Done, AccountOutcome.NotFirst], receipts.Select(receipt => receipt.Outcome).Order());
        Assert.Single((await Sut.ReadAsync(default)).Accounts);
    }

    [Fact]
    public async Task Change_TheLastAdministrator_IsRefusedUntilThereIsAnother()
    {
        var boss = (await AddAsync("boss", Role.Administrator)).Account!;
        await AddAsync("wang", Role.Engineer);

        Assert.Equal(
            AccountOutcome.LastAdministrator, (await ChangeAsync(boss.Id, new() { Role = Role.Viewer })).Outcome);
        Assert.Equal(
            AccountOutcome.LastAdministrator, (await Sut.RemoveAsync(boss.Id, "", Actor.Local, default)).Outcome);

        await AddAsync("second", Role.Administrator);
        Assert.Equal(AccountOutcome.Done, (await ChangeAsync(boss.Id, new() { Role = Role.Viewer })).Outcome);
    }

    [Fact]
    public async Task Change_WhatProvesWhoSomebodyIs_GivesAnotherStamp()
    {
        var wang = (await AddAsync("wang", Role.Viewer)).Account!;

        var role = (await ChangeAsync(wang.Id, new() { Role = Role.Operator })).Account!;
        var password = (await ChangeAsync(wang.Id, new() { PasswordHash = "other" })).Account!;
        var sessions = (await ChangeAsync(wang.Id, new() { EndSessions = true })).Account!;
        var disabled = (await ChangeAsync(wang.Id, new() { Enabled = false })).Account!;

        Assert.Equal(wang.Stamp, role.Stamp);
        Assert.Equal(
            4, new[] { role.Stamp, password.Stamp, sessions.Stamp, disabled.Stamp }.Distinct().Count());
    }

    [Fact]
    public async Task Change_NothingThatIsAnother_IsNoRow()
    {
        var wang = (await AddAsync("wang", Role.Viewer)).Account!;

        await ChangeAsync(wang.Id, new() { Role = Role.Viewer, Enabled = true });

        Assert.Single((await _rig.Store.Ledger.ReadAsync(new(), default)).Rows);
    }

    [Fact]
    public async Task Code_SetsOnePassword_AndEndsByItself()
    {
        var until = _rig.Clock.GetUtcNow().AddDays(3);
        var wang = (await Sut.AddAsync(
            new NewAccount("wang", Role.Viewer, null, "abc", until, ""), false, Actor.Local, default)).Account!;
        var redeem = new AccountChange { PasswordHash = "hash", OnlyWithCode = "abc" };

        Assert.Equal(
            AccountOutcome.CodeUsed, (await ChangeAsync(wang.Id, redeem with { OnlyWithCode = "abd" })).Outcome);
        Assert.Equal(AccountOutcome.Done, (await ChangeAsync(wang.Id, redeem)).Outcome);
        Assert.Equal(AccountOutcome.CodeUsed, (await ChangeAsync(wang.Id, redeem)).Outcome);

        await ChangeAsync(wang.Id, new() { CodeHash = "abc", CodeUntil = until });
        _rig.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(AccountOutcome.CodeUsed, (await ChangeAsync(wang.Id, redeem)).Outcome);
    }

    [Fact]
    public async Task Rehash_OfAPasswordThatChangedMeanwhile_ChangesNothing()
    {
        var wang = (await AddAsync("wang", Role.Viewer)).Account!;
        await ChangeAsync(wang.Id, new() { PasswordHash = "newer" });

        await Sut.RehashAsync(wang.Id, "hash", "hash of the older, anew", default);

        Assert.Equal("newer", Assert.Single((await Sut.ReadAsync(default)).Accounts).PasswordHash);
    }

    [Fact]
    public async Task SignedOut_IsKeptUntilTheSessionWouldHaveEnded()
    {
        var until = _rig.Clock.GetUtcNow().AddDays(7);
        await Sut.SignedOutAsync("s1", until, OperationsRig.Wang, default);
        Assert.Equal(["s1"], (await Sut.ReadAsync(default)).EndedSessions);

        _rig.Clock.Advance(TimeSpan.FromDays(8));
        await Sut.SignedOutAsync("s2", _rig.Clock.GetUtcNow().AddDays(7), OperationsRig.Wang, default);

        Assert.Equal(["s2"], (await Sut.ReadAsync(default)).EndedSessions);
    }

    [Fact]
    public async Task Token_Revoked_StaysListedAndIsRevokedOnce()
    {
        var token = (await AddTokenAsync("scraper")).Token!;
        await Sut.TokenUsedAsync(token.Id, _rig.Clock.GetUtcNow(), default);
        await Sut.RevokeTokenAsync(token.Id, "leaked", Actor.Local, default);
        var revokedAt = _rig.Clock.GetUtcNow();
        _rig.Clock.Advance(TimeSpan.FromHours(1));

        var again = (await Sut.RevokeTokenAsync(token.Id, "leaked", Actor.Local, default)).Token!;

        Assert.Equal((revokedAt, revokedAt), (again.RevokedAt, again.UsedAt));
        Assert.Equal(2, (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows.Count);
        Assert.Equal(AccountOutcome.NotFound, (await Sut.RevokeTokenAsync(99, "", Actor.Local, default)).Outcome);
    }

    [Fact]
    public async Task Ledger_WithoutAccounts_HidesTheirRowsAlone()
    {
        await Filled.WithOneOfEach(_rig.Store);
        var before = (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows;
        var wang = (await AddAsync("wang", Role.Viewer)).Account!;
        await Sut.SignedInAsync(wang.Id, "192.0.2.1", default);

        var rows = (await _rig.Store.Ledger.ReadAsync(new() { HidesAccounts = true }, default)).Rows;

        Assert.Equal(before, rows);
    }

    [Theory]
    [InlineData("王芳", true)]
    [InlineData("li.wei@city", true)]
    [InlineData("Night shift", true)]
    [InlineData("", false)]
    [InlineData(" li", false)]
    [InlineData("a  b", false)]
    [InlineData("a\u202Eb", false)]
    [InlineData("<b>", false)]
    public void Name_OfLettersDigitsAndFewSigns_IsValid(string name, bool valid) =>
        Assert.Equal(valid, AccountName.IsValid(name));

    private static Task<AccountReceipt> FirstAsync(IAccounts accounts, string name) => accounts.AddAsync(
        new NewAccount(name, Role.Administrator, "hash", null, null, ""), true, Actor.Web, default);

    private Task<AccountReceipt> AddAsync(string name, Role role) => Sut.AddAsync(
        new NewAccount(name, role, "hash", null, null, "new here"), false, OperationsRig.Wang, default);

    private Task<AccountReceipt> ChangeAsync(long id, AccountChange change) =>
        Sut.ChangeAsync(id, change, OperationsRig.Wang, default);

    private Task<TokenReceipt> AddTokenAsync(string name) => Sut.AddTokenAsync(
        new NewToken(name, Role.Viewer, false, "hash of " + name, _rig.Clock.GetUtcNow().AddDays(1), ""),
        OperationsRig.Wang, default);
}
