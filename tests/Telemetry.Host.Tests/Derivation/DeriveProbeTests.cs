using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Status;
using Telemetry.Host.Derivation;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Derivation;

public sealed class DeriveProbeTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2009, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly DeriveTally _tally = new() { Leads = true };
    private StoreCondition _condition = new(StoreTrouble.None, "", default);

    [Fact]
    public void One_that_stands_by_is_well_and_says_so()
    {
        _tally.Leads = false;

        Assert.Equal(new HealthCheck("derive", HealthState.Ok, "Another process derives."), CreateSut().Check());
    }

    [Fact]
    public void One_that_can_not_ask_for_the_lease_is_not_taken_for_one_that_stands_by()
    {
        _tally.Leads = false;
        _tally.Trouble = "operations.db can't be read";

        IsDegraded("operations.db can't be read");
    }

    [Fact]
    public void Trouble_that_ended_a_round_is_said()
    {
        _tally.Trouble = "the store is away";

        IsDegraded("Nothing is derived for now: the store is away");
    }

    [Fact]
    public void A_write_that_waits_for_the_store_is_said_while_it_waits()
    {
        _condition = new StoreCondition(StoreTrouble.Unreachable, "no answer", _time.GetUtcNow());

        IsDegraded("Nothing is derived for now: no answer");
    }

    [Fact]
    public void Changes_not_looked_at_for_longer_than_allowed_are_said()
    {
        _tally.SetBacklog([], _time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(11));

        IsDegraded("Derived values are 11 min behind the readings (limit 10)");
    }

    [Fact]
    public void Differences_that_a_reconciliation_found_are_said()
    {
        _tally.Reconciled(2);

        IsDegraded("found 2 values other than they should have been");
    }

    private void IsDegraded(string words)
    {
        var check = CreateSut().Check();
        Assert.Equal(("derive", HealthState.Degraded), (check.Name, check.State));
        Assert.Contains(words, check.Reason, StringComparison.Ordinal);
    }

    private DeriveProbe CreateSut()
    {
        var store = DispatchProxy.Create<IDerivedStore, Conditioned>();
        ((Conditioned)(object)store).Condition = _condition;
        return new DeriveProbe(_tally, store, new DeriveOptions(), _time);
    }

    /// <summary>A store of which only the condition is asked.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance", "CA1852", Justification = "A proxy is made as its descendant at run time.")]
    internal class Conditioned : DispatchProxy
    {
        public StoreCondition Condition { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == "get_Condition" ? Condition : throw new NotSupportedException(targetMethod.Name);
    }
}
