using System.Globalization;
using System.IO.Compression;
using Telemetry.Domain.Identifiers;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>Which InfluxDB is spoken to: it decides the write endpoint, how it is signed in to, and how it is
/// asked.</summary>
public enum InfluxDbVersion
{
    /// <summary>1.x: <c>/write?db=&amp;rp=</c>, user and password.</summary>
    V1,

    /// <summary>2.x: <c>/api/v2/write?org=&amp;bucket=</c>, token.</summary>
    V2,

    /// <summary>3.x: <c>/api/v2/write?bucket=</c>, token; one InfluxQL statement a query.</summary>
    V3,
}

/// <summary>The InfluxDB that a host writes to and asks. Section <c>Telemetry:Store:InfluxDb</c>.</summary>
/// <remarks>
/// Every secret may stand here, in the environment (<c>Telemetry__Store__InfluxDb__Token</c>) or in a file; a file is
/// read again when the server refuses what it held before, so that a secret can be changed while the host runs.
/// </remarks>
public sealed class InfluxDbOptions
{
    /// <summary>Where options of this class stand, for messages.</summary>
    public const string Section = "Telemetry:Store:InfluxDb";

    internal const int SmallestRequest = 64 * 1024;
    const int LargestRequest = 256 * 1024 * 1024;

    /// <summary>Base address, http or https, with a path where a proxy wants one; <c>http://127.0.0.1:8086</c> by
    /// default.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:8086");

    /// <summary>Which InfluxDB it is; 1.x by default.</summary>
    public InfluxDbVersion Version { get; set; } = InfluxDbVersion.V1;

    /// <summary>
    /// Database of 1.x and 3.x, <c>telemetry</c> by default. With 2.x the name that InfluxQL queries use (a DBRP
    /// mapping)
    /// where it isn't the bucket's.
    /// </summary>
    public string Database { get; set; } = "";

    /// <summary>Bucket of 2.x, <c>telemetry</c> by default; ignored by 1.x. With 3.x another word for the
    /// database.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Organisation of 2.x, by name or id; required there, ignored elsewhere.</summary>
    public string Org { get; set; } = "";

    /// <summary>Retention policy of 1.x (2.x: of its DBRP mapping); the database's default one where empty, as by
    /// default.</summary>
    public string RetentionPolicy { get; set; } = "";

    /// <summary>
    /// Database for derived values (hours, days, indicators) of 1.x and 3.x, so that they may be kept longer than
    /// readings; the readings' own by default. With 2.x the mapping's name of <see cref="DerivedBucket"/> where it
    /// isn't the bucket's.
    /// </summary>
    public string DerivedDatabase { get; set; } = "";

    /// <summary>Bucket for derived values of 2.x; the readings' own by default; ignored by 1.x and 3.x.</summary>
    public string DerivedBucket { get; set; } = "";

    /// <summary>
    /// Retention policy for derived values of 1.x (2.x: of the DBRP mapping), which must exist; by default the
    /// readings' own where they share a database, else the database's default one.
    /// </summary>
    public string DerivedRetentionPolicy { get; set; } = "";

    /// <summary>User of 1.x; none by default.</summary>
    public string User { get; set; } = "";

    /// <summary>Password of 1.x; none by default.</summary>
    public string Password { get; set; } = "";

    /// <summary>File that holds the password of 1.x, instead of <see cref="Password"/>; none by default.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>Token of 2.x and 3.x; none by default.</summary>
    public string Token { get; set; } = "";

    /// <summary>File that holds the token of 2.x and 3.x, instead of <see cref="Token"/>; none by default.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>
    /// Whether the database of 1.x is created where it doesn't exist; true by default. It gets the server's own default
    /// retention policy, which keeps everything for ever; an existing database is never changed. Ignored by 2.x, and by
    /// 3.x,
    /// which creates it with the first write.
    /// </summary>
    public bool CreateDatabase { get; set; } = true;

    /// <summary>Limit of one write, from connecting to the end of the answer; 30 s by default, 1 s to 10 min.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit of one query; 30 s by default, 1 s to 10 min.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit of connecting alone; 5 s by default, 100 ms to 1 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Mean wait before the first repetition of a failed write; it doubles from there, with jitter; 250 ms by
    /// default.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait between repetitions while the store can't be reached; 30 s by default, up to 10
    /// min.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest Retry-After that is obeyed; 5 min by default, up to 1 h.</summary>
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait between repetitions while a person must mend something (401, 403, 404); 30 s by default, 1 s to 1
    /// h.</summary>
    public TimeSpan RefusedRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Compression of what is written: <c>null</c> (none, the default: the processor is scarcer than a local network)
    /// or a
    /// level; <c>Fastest</c> takes line protocol to about a fifth and suits a remote server.
    /// </summary>
    public CompressionLevel? Gzip { get; set; }

    /// <summary>
    /// Most bytes of line protocol in one request, before compression; 4 MiB by default, 64 KiB to 256 MiB. 3.x takes
    /// 10 MiB and 1.x 25 MB by default; a proxy may take less, which is learnt from its first 413.
    /// </summary>
    public int MaxRequestBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// How far back the newest point of a series is looked for. By default without limit for 1.x and 2.x, and 72 h for
    /// 3.x, whose Core edition reads no further back in one query.
    /// </summary>
    public TimeSpan? LatestWithin { get; set; }

    /// <summary>Name of this host in <c>changes</c>; the machine's name by default.</summary>
    public string HostName { get; set; } = "";

    internal string DatabaseInUse =>
        Version == InfluxDbVersion.V2 ? FirstOf(Database, Bucket)
        : FirstOf(Database, Version == InfluxDbVersion.V3 ? Bucket : "");

    internal string BucketInUse => Version == InfluxDbVersion.V3 ? DatabaseInUse : FirstOf(Bucket, "");

    internal TimeSpan? LatestWithinInUse =>
        LatestWithin ?? (Version == InfluxDbVersion.V3 ? TimeSpan.FromHours(72) : null);

    internal string HostNameInUse
    {
        get
        {
            if (HostName.Length > 0) return HostName;
            var name = string.Concat(Environment.MachineName.Take(Identifier.MaxLength).Select(
                static c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
            return name.Length > 0 ? name : "host";
        }
    }

    /// <summary>The same server and account, with the place of derived values in the place of readings.</summary>
    internal InfluxDbOptions ForDerived()
    {
        var isElsewhere = Version == InfluxDbVersion.V2
            ? DerivedBucket.Length > 0 || DerivedDatabase.Length > 0 : DerivedDatabase.Length > 0;
        if (!isElsewhere && DerivedRetentionPolicy.Length == 0) return this;
        var derived = (InfluxDbOptions)MemberwiseClone();
        derived.RetentionPolicy = DerivedRetentionPolicy;
        if (!isElsewhere) return derived;
        derived.Database = DerivedDatabase;
        if (DerivedBucket.Length > 0) derived.Bucket = DerivedBucket;
        return derived;
    }

    /// <summary>Every error, each naming the option, its value and what is allowed. Secrets are named, never
    /// shown.</summary>
    public IEnumerable<string> Validate()
    {
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttp && Url.Scheme != Uri.UriSchemeHttps))
            yield return $"{Section}:Url is '{Url}'; it must be an absolute http or https address";
        else if (Url.UserInfo.Length > 0)
            yield return $"{Section}:Url holds a user or password; put them into User and Password (they would be "
                + $"logged)";
        else if (Url.Query.Length > 0 || Url.Fragment.Length > 0)
            yield return $"{Section}:Url is '{Url}'; it must have no query and no fragment";

        foreach (var error in ValidateSignIn()) yield return error;

        foreach (var (name, value) in new[]
                 {
                     ("Database", Database), ("Bucket", Bucket), ("Org", Org), ("RetentionPolicy", RetentionPolicy),
                     (nameof(DerivedDatabase), DerivedDatabase), (nameof(DerivedBucket), DerivedBucket),
                     (nameof(DerivedRetentionPolicy), DerivedRetentionPolicy),
                 })
        {
            if (value.Any(char.IsControl)) yield return $"{Section}:{name} holds a control character";
        }

        foreach (var error in ValidateLimits()) yield return error;

        if (HostName.Length > 0 && !Identifier.IsValid(HostName))
        {
            yield return $"{Section}:HostName is '{HostName}'; " +
                $"it must be 1 to {Identifier.MaxLength} letters, digits, '.', '_', '-'";
        }
    }

    static string FirstOf(string first, string second) =>
        first.Length > 0 ? first : second.Length > 0 ? second : "telemetry";

    IEnumerable<string> ValidateSignIn()
    {
        if (!Enum.IsDefined(Version))
            yield return $"{Section}:Version is '{Version}'; it must be V1, V2 or V3";
        if (Version == InfluxDbVersion.V2 && Org.Length == 0)
            yield return $"{Section}:Org is empty; 2.x needs the organisation's name or id";
        if (Version == InfluxDbVersion.V1 && (Token.Length > 0 || TokenFile.Length > 0))
            yield return $"{Section}:Token is set; 1.x is signed in to with User and Password";
        if (Version != InfluxDbVersion.V1 && (User.Length > 0 || Password.Length > 0 || PasswordFile.Length > 0))
            yield return $"{Section}:User or Password is set; 2.x and 3.x are signed in to with Token";
        if (Token.Length > 0 && TokenFile.Length > 0)
            yield return $"{Section}:Token and TokenFile are both set; keep one";
        if (Password.Length > 0 && PasswordFile.Length > 0)
            yield return $"{Section}:Password and PasswordFile are both set; keep one";
        if (User.Length == 0 && (Password.Length > 0 || PasswordFile.Length > 0))
            yield return $"{Section}:User is empty; a password needs its user";
        if (User.Contains(':', StringComparison.Ordinal))
            yield return $"{Section}:User holds a ':'; basic authentication can't carry one";
        if (Token.Any(char.IsControl)) yield return $"{Section}:Token holds a control character, perhaps a line feed";
        if (TokenFile.Length > 0 && !File.Exists(TokenFile))
            yield return $"{Section}:TokenFile is '{TokenFile}'; there is no such file";
        if (PasswordFile.Length > 0 && !File.Exists(PasswordFile))
            yield return $"{Section}:PasswordFile is '{PasswordFile}'; there is no such file";
    }

    IEnumerable<string> ValidateLimits()
    {
        var second = TimeSpan.FromSeconds(1);
        var tenMinutes = TimeSpan.FromMinutes(10);
        foreach (var (name, value, least, most) in new[]
                 {
                     (nameof(WriteTimeout), WriteTimeout, second, tenMinutes),
                     (nameof(QueryTimeout), QueryTimeout, second, tenMinutes),
                     (nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
                     (nameof(FirstRetry), FirstRetry, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
                     (nameof(LongestRetry), LongestRetry, FirstRetry, tenMinutes),
                     (nameof(LongestRetryAfter), LongestRetryAfter, second, TimeSpan.FromHours(1)),
                     (nameof(RefusedRetry), RefusedRetry, second, TimeSpan.FromHours(1)),
                     (nameof(LatestWithin), LatestWithin ?? second, second, TimeSpan.FromDays(36_500)),
                 })
        {
            if (value < least || value > most)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{Section}:{name} is '{value}'; it must be from {least} to {most}");
            }
        }
        if (MaxRequestBytes is < SmallestRequest or > LargestRequest)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Section}:MaxRequestBytes is {MaxRequestBytes}; it must be from {SmallestRequest} to "
                + $"{LargestRequest}");
        }
        if (Gzip is { } level && !Enum.IsDefined(level))
            yield return $"{Section}:Gzip is '{level}'; it must be empty, Fastest, Optimal or SmallestSize";
    }
}
