namespace Telemetry.Storage.Operations.Published;

/// <summary>
/// The last value given out for a closed day of a plant, meter, indicator, vehicle or the city's loads. Publish before
/// writing the derived row: the receipt's revision belongs in the row, and a repetition after a crash gives the same
/// one and no further row of the ledger.
/// </summary>
public interface IDayValues
{
    /// <summary>
    /// Gives out values of days. The first of a day is revision 0 and no row of the ledger; one with other
    /// <see cref="DayValue.Values"/> is the next revision and exactly one row; an equal one is neither, whatever its
    /// state. A provisional value is not given out: of it is kept when it last became another, for a report that it
    /// stands in.
    /// All in one transaction.
    /// </summary>
    /// <returns>In the order of <paramref name="values"/>.</returns>
    Task<IReadOnlyList<PublishReceipt>> PublishAsync(
        IReadOnlyCollection<DayValue> values, Actor actor, CancellationToken cancellationToken);

    /// <summary>Null where nothing was given out yet: such a day has revision 0.</summary>
    Task<PublishedDayValue?> FindAsync(ValueSubject subject, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Days from <paramref name="from"/> to before <paramref name="until"/>, by subject and day.</summary>
    /// <param name="subject">Null for all.</param>
    Task<IReadOnlyList<PublishedDayValue>> ListAsync(
        ValueSubject? subject, DateOnly from, DateOnly until, CancellationToken cancellationToken);

    /// <summary>Those of some subjects on one day; what was not given out yet is missing.</summary>
    Task<IReadOnlyDictionary<ValueSubject, PublishedDayValue>> OnAsync(
        IReadOnlyCollection<ValueSubject> subjects, DateOnly day, CancellationToken cancellationToken);

    /// <summary>
    /// When each value of these days last became another, provisional ones too; by subject and day. Days as in
    /// <see cref="ListAsync"/>.
    /// </summary>
    Task<IReadOnlyList<DayValueTime>> TimesAsync(
        DateOnly from, DateOnly until, CancellationToken cancellationToken);
}

/// <param name="State">
/// <c>provisional</c>, <c>final</c>, <c>final_incomplete</c> or <c>locked</c>; kept, not compared.
/// </param>
/// <param name="Values">What is compared, bit by bit: what people were given, and nothing that only describes it.
/// </param>
/// <param name="Cause">Why it may differ from what was given out; stands in the ledger.</param>
public sealed record DayValue(
    ValueSubject Subject, DateOnly Day, string State, ValueSet Values, ChangeCause Cause)
{
    /// <summary>
    /// Whether the row of which these are the values becomes another: its state, a check, a version. Other values are
    /// another row in any case.
    /// </summary>
    public bool IsOther { get; init; }
}

/// <param name="At">When the value or what stands beside it last became another.</param>
public sealed record DayValueTime(ValueSubject Subject, DateOnly Day, DateTimeOffset At);

/// <param name="At">When this revision was given out, or what stands beside its values last became another.</param>
public sealed record PublishedDayValue(
    ValueSubject Subject, DateOnly Day, string State, ValueSet Values, int Revision, DateTimeOffset At);

/// <param name="Before">What was given out until now; null where nothing was or nothing changed.</param>
public sealed record PublishReceipt(ValueSubject Subject, DateOnly Day, int Revision, PublishedDayValue? Before)
{
    public bool Changed => Before is not null;
}
