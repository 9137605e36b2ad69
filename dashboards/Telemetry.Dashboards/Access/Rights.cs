using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Claims;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Access;

/// <summary>Which role has which rights.</summary>
public static class Rights
{
    private static readonly FrozenDictionary<Role, ImmutableArray<Right>> OfRole = new Dictionary<Role, Right[]>
    {
        [Role.Viewer] = [Right.Read],
        [Role.Dispatcher] = [Right.Read, Right.HandleFleetAlarms, Right.EditPlaces],
        [Role.Operator] = [Right.Read, Right.HandlePlantAlarms, Right.ReviewDays, Right.DeclareFigures],
        [Role.Engineer] =
        [
            Right.Read, Right.HandleFleetAlarms, Right.HandlePlantAlarms, Right.EditPlaces, Right.ReviewDays,
            Right.DeclareFigures, Right.Work,
        ],
        [Role.Administrator] = Enum.GetValues<Right>(),
    }.ToFrozenDictionary(static pair => pair.Key, static pair => pair.Value.ToImmutableArray());

    public static ImmutableArray<Right> Of(Role role) => OfRole[role];

    /// <summary>False for whoever is not signed in.</summary>
    public static bool Has(this ClaimsPrincipal user, Right right) =>
        RoleOf(user) is { } role && OfRole[role].Contains(right);

    internal static Role? RoleOf(ClaimsPrincipal user) =>
        user.FindFirst(ClaimTypes.Role) is { Value: var name } && WireNames.TryParse<Role>(name, out var role)
            ? role
            : null;
}
